export function shuffled<T>(items: T[], random: () => number): T[] {
  return items.map(item => ({ item, at: random() })).sort((a, b) => a.at - b.at).map(({ item }) => item)
}
