import type { SeedProduct } from './types.ts'
import { picture } from './picture.ts'

export const homeProducts: SeedProduct[] = [
  {
    id: 5011,
    title: 'Basecamp Enamel Mug',
    productType: 'Table',
    svg: picture('#dfe9e2', `<path d="M24 30h40v38q0 10-10 10H34q-10 0-10-10z" fill="#fbf6e9"/><path d="M64 40h6q10 0 10 11t-10 11h-6" stroke="#2c4d3f" stroke-width="4" fill="none"/>
<path d="M22 30h44" stroke="#2c4d3f" stroke-width="5" stroke-linecap="round"/><path d="m44 42 9 14H35zm0 8 11 16H33z" fill="#3f6b57"/>
<path d="M36 22q-4-5 0-10m10 10q-4-5 0-10" stroke="#9fb5a8" stroke-width="2.5" fill="none" stroke-linecap="round"/>`),
    variants: [
      { id: 5121, title: 'Cream', sku: 'MUG-CREAM', price: '18.00', stock: { main: 120, east: 64 } },
      { id: 5122, title: 'Forest', sku: 'MUG-FOREST', price: '18.00', stock: { main: 85, east: 40 } },
    ],
  },
  {
    id: 5012,
    title: 'Cedar Cast-Iron Skillet 26 cm',
    productType: 'Kitchen',
    svg: picture('#f0e4d6', `<circle cx="42" cy="52" r="28" fill="#2f3338"/><circle cx="42" cy="52" r="21" fill="#43494f"/>
<path d="m62 32 20-18" stroke="#2f3338" stroke-width="9" stroke-linecap="round"/><circle cx="80" cy="16" r="2.5" fill="#f0e4d6"/>
<path d="M32 52q5-8 14-4t8 10-12 6-10-12z" fill="#fdf6e3"/><circle cx="43" cy="55" r="5" fill="#f2b134"/>`),
    variants: [{ id: 5123, title: 'Default Title', sku: 'PAN-CEDAR-26', price: '64.00', stock: { main: 27, east: 15 } }],
  },
  {
    id: 5013,
    title: 'Fernwood Wool Blanket',
    productType: 'Home',
    svg: picture('#e9e2ee', `<rect x="18" y="34" width="60" height="40" rx="6" fill="#7d4e57"/><rect x="18" y="24" width="60" height="22" rx="8" fill="#9b6a6c"/>
<path d="M18 54h60M18 62h60" stroke="#f0d9b5" stroke-width="3"/><path d="M24 74v7m8-7v7m8-7v7m8-7v7m8-7v7m8-7v7m8-7v7" stroke="#7d4e57" stroke-width="2.5"/>`),
    variants: [
      { id: 5124, title: 'Pine', sku: 'BLKT-PINE', price: '120.00', stock: { main: 18, east: 10 } },
      { id: 5125, title: 'Oat', sku: 'BLKT-OAT', price: '120.00', stock: { main: 4, east: 0 } },
    ],
  },
  {
    id: 5014,
    title: 'Stillwater Bottle 750 ml',
    productType: 'Drinkware',
    svg: picture('#dcecec', `<rect x="40" y="10" width="16" height="12" rx="3" fill="#28545a"/><path d="M38 24h20q8 6 8 16v38q0 8-8 8H38q-8 0-8-8V40q0-10 8-16z" fill="#4a9a9c"/>
<path d="M30 52q9-7 18 0t18 0v14q-9 7-18 0t-18 0z" fill="#2f7376"/><path d="M38 34v12" stroke="#bfe3e0" stroke-width="3" stroke-linecap="round"/>`),
    variants: [
      { id: 5126, title: 'Lake', sku: 'BTL-LAKE', price: '36.00', stock: { main: 55, east: 38 } },
      { id: 5127, title: 'Bark', sku: 'BTL-BARK', price: '36.00', stock: { main: 47, east: 29 } },
    ],
  },
  {
    id: 5015,
    title: 'Alder Cutting Board',
    productType: 'Kitchen',
    svg: picture('#eef0e2', `<path d="M22 28h42q12 0 12 12v22q0 12-12 12H22q-6 0-6-6V34q0-6 6-6z" fill="#c99a62"/><circle cx="66" cy="51" r="5" fill="#eef0e2"/>
<path d="M22 40q14-5 34 0M22 52q18-5 32 0M22 64q14-5 34 0" stroke="#a5773f" stroke-width="2" fill="none"/>`),
    variants: [{ id: 5128, title: 'Default Title', sku: 'BOARD-ALDER', price: '48.00', stock: { main: 33, east: 12 } }],
  },
  {
    id: 5016,
    title: 'Camp Coffee Set',
    productType: 'Camp kitchen',
    svg: picture('#efe1d3', `<path d="M28 34h32l4 42H24z" fill="#3f6b57"/><path d="M30 34q14-14 28 0z" fill="#2c4d3f"/><circle cx="44" cy="24" r="3.5" fill="#c8694a"/>
<path d="m62 42 16-8-4 14-10 8M26 44q-14 2-12 16t10 10" stroke="#2c4d3f" stroke-width="4" fill="none"/><path d="M34 58h20" stroke="#f4e7c5" stroke-width="3"/>`),
    variants: [{ id: 5129, title: 'Default Title', sku: 'COFFEE-SET', price: '86.00', stock: { main: 9, east: 7 } }],
  },
]
