const NAMES = [
  ['arrived-late', 'Arrived late'],
  ['changed-mind', 'Changed my mind'],
  ['color-too-bright', 'Color too bright'],
  ['comfort', 'Comfort'],
  ['damaged', 'Arrived damaged'],
  ['defective', 'Defective or doesn’t work'],
  ['not-as-described', 'Not as described'],
  ['other', 'Other'],
  ['quality', 'Quality'],
  ['too-large', 'Too large'],
  ['too-tight', 'Too tight'],
  ['wrong-item', 'Wrong item received'],
] as const

function reasonOf([handle, name]: readonly [string, string], index: number) {
  return {
    __typename: 'ReturnReasonDefinition',
    id: `gid://shopify/ReturnReasonDefinition/${index + 1}`,
    handle,
    name,
    deleted: false,
  }
}

/** A shop's library of reasons; the real one is longer. */
export const REASONS = NAMES.map(reasonOf)
