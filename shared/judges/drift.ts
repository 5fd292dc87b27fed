/** How far below its target a judge must fall to be called drifting. */
const FALL = 0.15
/**
 * Of judges that are right 90 % of the time this stops one in forty within a thousand answers, wrongly; of those fallen to 75 %
 * it finds four in five within a hundred.
 */
const ALARM = 7

/**
 * Whether a judge has stopped being right as often as it should: Page's cumulative sum of the log-likelihood ratio of "right
 * `target - 0.15` of the time" against "right `target` of the time", over answers oldest first. Good runs do not pile up credit.
 */
export function hasDrifted(answers: boolean[], target: number): boolean {
  const fallen = Math.max(0.05, target - FALL)
  const forRight = Math.log(fallen / target)
  const forWrong = Math.log((1 - fallen) / (1 - target))
  let sum = 0
  for (const isRight of answers) {
    sum = Math.max(0, sum + (isRight ? forRight : forWrong))
    if (sum >= ALARM) return true
  }
  return false
}
