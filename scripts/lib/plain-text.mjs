/** A text without what a terminal would take for commands: control sequences, and control characters but tabs and line ends. */
export const plainText = text =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/\x1b(\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(\x07|\x1b\\)?|[ -/]*[0-~])?/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '');
