/**
 * Thai writes its words without spaces. A space parts clauses; it stands around numbers and around "ๆ", the sign that doubles a word; and it
 * parts two words that would be read as one doubled: "ที่ใช้ไม่ได้ ได้รับการลงนาม".
 */
export function spaced(text: string): string {
  return (
    text
      .replace(/([\u0E00-\u0E7F])(?=\d)/g, '$1 ')
      .replace(/(\d)(?=[\u0E00-\u0E7F])/g, '$1 ')
      .replace(/ๆ/g, ' ๆ ')
      .replace(/ได้(?=ได้)/g, 'ได้ ')
      // What ends with the particle of the verb it hangs on has said it: "ขโมยรถที่โจรขโมยไป".
      .replace(/(ไป|ไว้)\1/g, '$1')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}
