/** Every refusal the API can answer with. Codes are permanent: panels in the wild switch on them. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not match the contract' },
  not_signed_in: { status: 401, title: 'The caller is not signed in' },
  internal: { status: 500, title: 'Something failed on our side' },
} as const satisfies Record<string, { status: number, title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEMS, value)
}
