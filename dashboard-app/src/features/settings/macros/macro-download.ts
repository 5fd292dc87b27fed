import type { ListedMacro } from './macros.api'
import { writeMacroFile } from '#shared/macros/file'
import { download } from '@/core/download'
import { nameFrom } from './macro-draft'

/** Hands the macro to the browser as a file, as it stands in the database: also what this version cannot read. */
export function downloadMacro({ name, written }: Pick<ListedMacro, 'name' | 'written'>): void {
  download(`${nameFrom(name) || 'macro'}.json`, 'application/json', [writeMacroFile(written)])
}
