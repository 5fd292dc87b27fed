import type { SeedArticle } from './types.ts'

const ayuda = (slug: string) => `https://alderandpine.example/es/ayuda/${slug}`

export const articlesEs: SeedArticle[] = [
  {
    slug: 'donde-esta-mi-pedido',
    title: '¿Dónde está mi pedido?',
    language: 'es',
    status: 'published',
    url: ayuda('donde-esta-mi-pedido'),
    questions: ['dónde está mi pedido', 'mi paquete no llega', 'el seguimiento no se mueve', 'cuándo llega mi envío', 'se puede cambiar el día de entrega'],
    body: `## Seguir el paquete

Preparamos los pedidos en días laborables. Cuando el transportista escanea la etiqueta recibes un correo con el número de seguimiento. Dentro de Europa la entrega tarda de 4 a 7 días laborables.

## Si el seguimiento se para

Es normal que pasen tres o cuatro días sin novedades. **Escríbenos si ha pasado la fecha prevista y lleva cinco días laborables sin moverse**: pedimos al transportista que lo busque, y tarda como máximo dos días laborables en responder. Si no aparece, te enviamos otro o te devolvemos el dinero, lo que prefieras.

## Si no vas a estar en casa

Con el enlace del correo de envío puedes elegir otro día o un punto de recogida hasta la noche anterior al reparto.`,
  },
  {
    slug: 'entrega-fallida',
    title: 'El repartidor no me encontró',
    language: 'es',
    status: 'published',
    url: ayuda('entrega-fallida'),
    questions: ['el repartidor dice que no había nadie', 'intento de entrega fallido', 'tengo que ir a recoger el paquete', 'vuelven a intentar la entrega', 'pone entregado y no ha llegado'],
    body: `## Hay un segundo intento

Después de un intento fallido el transportista **vuelve a pasar el siguiente día laborable**. No hace falta que pidas nada. Si tampoco puede entregar, deja el paquete siete días en el punto de recogida más cercano y te avisa por mensaje.

## Si estabas en casa

Nos pasa a veces y lo sentimos. Escríbenos con el número de pedido y un teléfono: añadimos una nota para el repartidor y reclamamos al transportista.

## Pone «entregado» y no está

Espera hasta el final del siguiente día laborable y pregunta a los vecinos. Si no aparece, pedimos la prueba de entrega. Si el transportista no puede demostrar que llegó a tu dirección, lo volvemos a enviar sin coste.`,
  },
  {
    slug: 'gastos-de-envio',
    title: 'Plazos y gastos de envío',
    language: 'es',
    status: 'published',
    url: ayuda('gastos-de-envio'),
    questions: ['cuánto cuesta el envío', 'hacéis envíos a canarias', 'cuánto tarda el envío', 'a partir de cuánto es gratis el envío'],
    body: `## Precios y plazos

En la Unión Europea el envío cuesta **5,90 €** y es gratis a partir de **70 €**. Tarda de 4 a 7 días laborables desde nuestro almacén asociado de Zaragoza. En España peninsular suele llegar en tres o cuatro.

## Canarias, Ceuta y Melilla

También enviamos. El plazo es de 7 a 12 días laborables por el trámite de aduanas. Los impuestos están incluidos en el precio que ves al pagar: no tienes que abonar nada en la puerta.

## Hornillos

No pueden viajar en avión. Van siempre por carretera y tardan uno o dos días más.`,
  },
  {
    slug: 'devoluciones',
    title: 'Devoluciones: 45 días y etiqueta gratis',
    language: 'es',
    status: 'published',
    url: ayuda('devoluciones'),
    questions: ['cómo devuelvo un producto', 'cuánto tiempo tengo para devolver', 'quiero que me devolváis el dinero', 'quién paga la devolución', 'quiero cambiar la talla'],
    body: `## La norma

**Puedes devolver todo lo que esté sin usar durante los 45 días siguientes a la entrega, y la etiqueta es gratis.** Probarse una chaqueta en casa no cuenta como uso. Deja las etiquetas puestas.

## Cómo se hace

1. Abre la página de devoluciones desde el correo de confirmación y elige los artículos.
2. Imprime la etiqueta o enseña el código en el punto de entrega.
3. Entrega el paquete antes de 10 días.

## Cambios

Si quieres otra talla o color, elige *Cambio*: te reservamos la pieza nueva y sale en cuanto el transportista escanea tu devolución.`,
  },
  {
    slug: 'plazo-de-reembolso',
    title: '¿Cuándo recibo el reembolso?',
    language: 'es',
    status: 'published',
    url: ayuda('plazo-de-reembolso'),
    questions: ['cuándo me devolvéis el dinero', 'solo me habéis reembolsado una parte', 'reembolso parcial', 'el banco no ve el reembolso'],
    body: `## Por nuestra parte

Reembolsamos en un máximo de 5 días laborables desde que la devolución llega al almacén. Te escribimos en el momento en que sale el dinero.

## En tu banco

**El banco tarda entre 3 y 10 días laborables más en mostrarlo.** Mira también en la fecha de la compra original, porque a veces lo anotan allí.

## Reembolsos parciales

Devolvemos lo que pagaste por los artículos que vuelven o que llegaron dañados. Los gastos de envío se devuelven cuando vuelve el pedido entero o el error ha sido nuestro. Si enviaste varios artículos en la misma caja y falta alguno en el reembolso, dínoslo: el almacén lo comprueba en dos días laborables.`,
  },
  {
    slug: 'facturas',
    title: 'Facturas y datos fiscales',
    language: 'es',
    status: 'published',
    url: ayuda('facturas'),
    questions: ['necesito una factura con nif', 'factura a nombre de la empresa', 'dónde descargo la factura', 'el recibo no sirve para contabilidad'],
    body: `## Descargar la factura

En el correo de confirmación hay un enlace **Ver tu pedido**. En esa página elige *Descargar factura*. Funciona también sin cuenta.

## Para empresas y autónomos

Si la factura debe llevar los datos de la empresa, envíanos el número de pedido, la razón social, la dirección fiscal y el NIF. **Te mandamos la factura corregida en PDF en un día laborable.**

## Trimestres cerrados

Podemos corregir facturas del trimestre en curso y del anterior. Para las más antiguas consulta antes con tu gestoría.`,
  },
  {
    slug: 'hornillo-kindling',
    title: 'Hornillo Kindling: encendido y cuidado',
    language: 'es',
    status: 'published',
    url: ayuda('hornillo-kindling'),
    questions: ['el hornillo no enciende', 'no hace chispa', 'cómo arreglo el encendido', 'qué cartucho de gas necesita'],
    body: `## No hace chispa

Cierra primero el gas. Pulsa el encendedor y mira la punta: la chispa debe saltar unos 4 mm hasta el quemador. Si la distancia es mayor, dobla el alambre con cuidado con un palito de madera y seca bien la punta. **Mientras tanto puedes encenderlo con una cerilla.**

## Gas

Sirve cualquier cartucho de rosca EN 417. Enróscalo a mano, nunca con herramientas, y siempre al aire libre.

## Garantía

El encendedor está cubierto cinco años, como todo el hornillo. Te enviamos la pieza por carta: se cambia con un tornillo en dos minutos.`,
  },
  {
    slug: 'mochila-trillium',
    title: 'Mochila Trillium: portátil, lluvia y ajuste',
    language: 'es',
    status: 'published',
    url: ayuda('mochila-trillium'),
    questions: ['la mochila tiene compartimento para portátil', 'la trillium es impermeable', 'lleva funda de lluvia', 'sirve como equipaje de mano'],
    body: `## Qué cabe

Son 22 litros, con un **compartimento acolchado para portátiles de hasta 14 pulgadas**, un bolsillo para botella a cada lado y una trabilla para bastones. Mide 46 × 28 × 16 cm y sirve como equipaje de mano en la mayoría de las aerolíneas.

## Lluvia

La lona encerada aguanta un chaparrón de media hora. Para más tiempo **incluye una funda de lluvia** en el bolsillo pequeño de abajo: no hay que comprarla aparte.

## Cuidado

Cepíllala en seco, no la metas en la lavadora y dale un poco de cera una vez al año.`,
  },
  {
    slug: 'tienda-y-telefono',
    title: 'Nuestra tienda y el teléfono',
    language: 'es',
    status: 'published',
    url: ayuda('tienda-y-telefono'),
    questions: ['tenéis tienda física', 'horario de atención por teléfono', 'quiero hablar con una persona', 'dónde puedo ver los productos'],
    body: `## La tienda

Tenemos una sola tienda, en 1140 Alder Street, Portland, Oregón. Abre de jueves a domingo, de 10 a 18 h. En España no tenemos tienda propia; algunas tiendas asociadas venden nuestras tazas y mantas, pregúntanos por la más cercana.

## Por teléfono

**En español atendemos de lunes a viernes, de 9 a 17 h (hora peninsular), en el +34 900 000 114.** Si prefieres que te llamemos, déjanos un número y una hora.

## Por escrito

En días laborables contestamos en una hora. Los fines de semana leemos los mensajes urgentes el domingo por la tarde.`,
  },
]
