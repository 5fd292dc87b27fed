import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, readWebhookUrl } from './address.ts'

const OWN = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '198.19.0.1', '224.0.0.1', '255.255.255.255']

describe('the address of a webhook', () => {
  it.each(['https://erp.example.com/hooks/1?x=y', 'https://8.8.8.8/', 'https://[2606:4700::1111]:8443/x', 'https://172.32.0.1/', 'https://localhost.example.com/'])(
    '%s may be called',
    url => expect(readWebhookUrl(url)?.href).toBe(url),
  )

  it.each([
    'http://erp.example.com/',
    'ftp://erp.example.com/',
    'https://user:pass@erp.example.com/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://kong/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[2002:7f00:1::]/',
    'https://',
    'erp.example.com',
  ])('%s may not', url => expect(readWebhookUrl(url)).toBeNull())

  it('is never of one\'s own network, in whatever way its number is written', () => {
    const number = (ip: string) => ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
    fc.assert(fc.property(fc.constantFrom(...OWN), fc.nat(3), (ip, way) => {
      const [a = '', b = '', c = '', d = ''] = ip.split('.')
      const hex = (octet: string) => `0x${Number(octet).toString(16)}`
      const written = [String(number(ip)), [a, b, c, d].map(hex).join('.'), `${a}.${b}.${Number(c) * 256 + Number(d)}`, `[::ffff:${ip}]`][way]
      expect(readWebhookUrl(`https://${written}/`)).toBeNull()
    }))
  })

  it('is public only where the answer of a resolver is', () => {
    expect(OWN.filter(isPublicAddress)).toEqual([])
    const others = ['1.1.1.1', '172.15.255.255', '172.32.0.0', '100.128.0.0', '2a00:1450::1']
    expect(others.filter(isPublicAddress)).toEqual(others)
    expect(['::1', 'fe80::1%eth0', 'fc00::1', 'ff02::1', '2001:db8::1', '2001::1', '::ffff:8.8.8.8', '1.2.3', '1.2.3.4.5', '256.1.1.1', '', ':', 'x'].filter(isPublicAddress)).toEqual([])
    fc.assert(fc.property(fc.string(), text => void isPublicAddress(text)))
  })
})
