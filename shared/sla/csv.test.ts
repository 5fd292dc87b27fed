import { expect, it } from 'vitest'
import { toCsv } from './csv.ts'

it('writes what a spreadsheet reads back, and no formula', () => {
  const rows = [['a "quoted", word', 1.5, true], ['=HYPERLINK("x")', -2, null], ['two\nlines', 0, false]]
  expect(toCsv(['name', 'n', 'flag'], rows)).toBe(
    '\uFEFFname,n,flag\r\n"a ""quoted"", word",1.5,true\r\n"\'=HYPERLINK(""x"")",-2,\r\n"two\nlines",0,false\r\n',
  )
})
