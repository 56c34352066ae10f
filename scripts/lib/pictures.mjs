import { textOf } from './notebook.mjs';

/** The kinds of pictures that a page shows, the sharpest first. */
export const PICTURES = ['image/svg+xml', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Something of a notebook as an address that holds it; empty where it is neither base64 nor a drawing. */
export function dataAddress(type, content) {
  const text = textOf(content);
  const base64 = /^\s*</.test(text) ? Buffer.from(text).toString('base64') : text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/=]*$/.test(base64) ? `data:${type};base64,${base64}` : '';
}

const ATTACHMENT = 'attachment:';

/** The address of a picture that was pasted into a cell, by its name as prose gives it; none when it is no such picture, or not there. */
export function attachedAddress(address, attachments) {
  if (!address.startsWith(ATTACHMENT)) return undefined;
  const written = address.slice(ATTACHMENT.length);
  const name = [written, decoded(written)].find(one => Object.hasOwn(attachments ?? {}, one));
  const forms = name === undefined ? {} : attachments[name];
  const type = PICTURES.find(one => forms?.[one]);
  return type && dataAddress(type, forms[type]);
}

function decoded(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
