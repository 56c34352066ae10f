const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML that shows it and does nothing else: for everything a model, a file or a person wrote. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, char => entities[char] as string);
