import type { SeedProduct } from './types.ts'
import { picture } from './picture.ts'

export const campProducts: SeedProduct[] = [
  {
    id: 5001,
    title: 'Ridgeline 2 Tent',
    productType: 'Tents',
    svg: picture('#dfe9e2', `<path d="M12 74 48 22l36 52z" fill="#3f6b57"/><path d="M48 22 62 74H34z" fill="#2c4d3f"/>
<path d="M48 34 55 74H41z" fill="#f4e7c5"/><path d="M8 74h80" stroke="#27443a" stroke-width="3" stroke-linecap="round"/>
<path d="M48 22v-7m0 0 7 3-7 3" stroke="#c8694a" stroke-width="2.5" fill="#c8694a"/>`),
    variants: [
      { id: 5101, title: 'Moss', sku: 'TENT-RL2-MOSS', price: '289.00', stock: { main: 14, east: 6 } },
      { id: 5102, title: 'Sand', sku: 'TENT-RL2-SAND', price: '289.00', stock: { main: 3, east: 0 } },
    ],
  },
  {
    id: 5002,
    title: 'Tamarack Sleeping Bag',
    productType: 'Sleeping bags',
    svg: picture('#efe5da', `<path d="M30 16q18-9 36 0v52q0 14-18 14T30 68z" fill="#b5573b"/><path d="M34 20q14-7 28 0v12q-14 8-28 0z" fill="#f6dcc2"/>
<path d="M48 36v44" stroke="#8a3f2a" stroke-width="2" stroke-dasharray="4 3"/><path d="M31 48q17 6 34 0M32 62q16 6 32 0" stroke="#8a3f2a" stroke-width="2" fill="none"/>`),
    variants: [
      { id: 5103, title: 'Regular', sku: 'BAG-TAM-REG', price: '189.00', stock: { main: 22, east: 9 } },
      { id: 5104, title: 'Long', sku: 'BAG-TAM-LONG', price: '209.00', stock: { main: 7, east: 2 } },
    ],
  },
  {
    id: 5003,
    title: 'Hollow Creek Rain Jacket',
    productType: 'Clothing',
    svg: picture('#dde7ee', `<path d="m34 22-18 12 6 30 10-4v22h32V60l10 4 6-30-18-12z" fill="#31708e"/><path d="M36 22q12 12 24 0l-4-6H40z" fill="#245468"/>
<path d="M48 29v53" stroke="#f2c14e" stroke-width="2.5"/><path d="M37 62h7m8 0h7" stroke="#1d4354" stroke-width="2.5" stroke-linecap="round"/>`),
    variants: [
      { id: 5105, title: 'S', sku: 'JKT-HC-S', price: '148.00', stock: { main: 11, east: 4 } },
      { id: 5106, title: 'M', sku: 'JKT-HC-M', price: '148.00', stock: { main: 0, east: 5 } },
      { id: 5107, title: 'L', sku: 'JKT-HC-L', price: '148.00', stock: { main: 16, east: 8 } },
    ],
  },
  {
    id: 5004,
    title: 'Trillium Daypack 22 L',
    productType: 'Packs',
    svg: picture('#eae6dd', `<path d="M28 34q0-18 20-18t20 18v40q0 6-6 6H34q-6 0-6-6z" fill="#a65e3a"/><path d="M38 17q0-7 10-7t10 7" stroke="#6f3d24" stroke-width="3.5" fill="none"/>
<rect x="34" y="52" width="28" height="20" rx="4" fill="#8a4b2c"/><path d="M34 58h28M28 42h40" stroke="#f0d9b5" stroke-width="2"/>
<path d="M24 40v26m48-26v26" stroke="#6f3d24" stroke-width="4" stroke-linecap="round"/>`),
    variants: [
      { id: 5108, title: 'Clay', sku: 'PACK-TRI-CLAY', price: '98.00', stock: { main: 19, east: 12 } },
      { id: 5109, title: 'Slate', sku: 'PACK-TRI-SLATE', price: '98.00', stock: { main: 8, east: 0 } },
    ],
  },
  {
    id: 5005,
    title: 'Ember Lantern',
    productType: 'Light',
    svg: picture('#2c3440', `<circle cx="48" cy="52" r="30" fill="#f2c14e" opacity=".25"/><path d="M36 28q12-16 24 0" stroke="#d9c7a1" stroke-width="3" fill="none"/>
<rect x="34" y="30" width="28" height="8" rx="3" fill="#b08d57"/><rect x="37" y="38" width="22" height="30" rx="4" fill="#fff3cf"/>
<path d="M48 44q7 9 0 18-7-9 0-18z" fill="#f08a3c"/><rect x="33" y="68" width="30" height="10" rx="4" fill="#b08d57"/>`),
    variants: [{ id: 5110, title: 'Default Title', sku: 'LANT-EMBER', price: '59.00', stock: { main: 31, east: 17 } }],
  },
  {
    id: 5006,
    title: 'Waymark Headlamp',
    productType: 'Light',
    svg: picture('#e3e6ec', `<path d="M12 46q36-24 72 0v10q-36-18-72 0z" fill="#46566b"/><rect x="35" y="34" width="26" height="26" rx="8" fill="#2b3646"/>
<circle cx="48" cy="47" r="8" fill="#fff3cf"/><path d="m48 66-9 16h18z" fill="#f2c14e" opacity=".6"/>`),
    variants: [{ id: 5111, title: 'Default Title', sku: 'LAMP-WAY', price: '42.00', stock: { main: 40, east: 21 } }],
  },
  {
    id: 5007,
    title: 'Kindling Pocket Stove',
    productType: 'Camp kitchen',
    svg: picture('#f1e6dc', `<path d="M48 16q14 16 4 28 10-2 8-12 10 14-2 24H38q-14-12 0-26 0 8 5 10-2-12 5-24z" fill="#e2703a"/><path d="M48 36q6 8 0 18-7-8 0-18z" fill="#f8d25c"/>
<path d="M26 58h44l-6 8H32zM34 66l-8 16m36-16 8 16M42 66v10h12V66" stroke="#4a4f57" stroke-width="3.5" fill="#6d747f" stroke-linejoin="round"/>`),
    variants: [{ id: 5112, title: 'Default Title', sku: 'STOVE-KIN', price: '74.00', stock: { main: 13, east: 5 } }],
  },
]
