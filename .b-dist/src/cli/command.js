/** The part of a command's help that shows it at work. */
export const example = (...lines) => `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`;
//# sourceMappingURL=command.js.map