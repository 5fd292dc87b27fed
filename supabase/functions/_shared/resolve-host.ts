import { lookup } from 'node:dns/promises'
import { z } from 'zod'

/** The addresses a name stands for, none where nobody knows it; null where this runtime cannot ask. */
export type ResolveHost = (hostname: string) => Promise<string[] | null>

const Code = z.object({ code: z.string() })

/** As `fetch` itself finds a host. */
export const resolveHost: ResolveHost = async (hostname) => {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address)
  }
  catch (error) {
    const { data } = Code.safeParse(error)
    // A resolver that was asked says what it found (ENOTFOUND, EAI_AGAIN); one that is not there says something else.
    return data?.code.startsWith('E') && !data.code.startsWith('ERR_') ? [] : null
  }
}
