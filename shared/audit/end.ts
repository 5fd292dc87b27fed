import { AuditHead } from '../contracts/audit.ts'

/** The end of a chain as people note it: `ACCOUNT:SEQ:HASH`. */
export function writeEnd({ account_id, seq, hash }: AuditHead): string {
  return `${account_id}:${seq}:${hash}`
}

/** Reads an end as somebody noted it; null where it is none. */
export function readEnd(text: string): AuditHead | null {
  const [, account, seq, hash] = /^\s*(\d+):(\d+):([0-9a-f]{64})\s*$/.exec(text) ?? []
  return AuditHead.safeParse({ account_id: Number(account), seq: Number(seq), hash }).data ?? null
}
