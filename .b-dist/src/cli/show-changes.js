import { paint } from './color.js';
import { compactJson, safeText } from './safe-text.js';
const marks = {
    add: { mark: '+', style: 'green' },
    remove: { mark: '-', style: 'red' },
    replace: { mark: '~', style: 'yellow' },
    move: { mark: '>', style: 'cyan' },
};
const widestValue = 120;
/** One line a change: `~ /title  "Old" → "New"`, `+ /tags/2  "x"`, `- /draft  true`, `> /items/0  moved from /items/2`. */
export const showChanges = (output, changes) => changes
    .map((change) => {
    const { mark, style } = marks[change.op];
    const path = change.path === '' ? '(the whole value)' : safeText(change.path);
    return `${paint(output, style, `${mark} ${path}`)}  ${showValues(output, change, path.length)}\n`;
})
    .join('');
const showValues = ({ columns }, change, pathLength) => {
    const available = Math.max(20, columns === undefined ? widestValue * 2 : columns - pathLength - 7);
    switch (change.op) {
        case 'add':
            return compactJson(change.new, available);
        case 'remove':
            return compactJson(change.old, available);
        case 'replace':
            return `${compactJson(change.old, Math.floor(available / 2))} → ${compactJson(change.new, Math.floor(available / 2))}`;
        case 'move':
            return `moved from ${change.from === undefined ? 'elsewhere' : safeText(change.from)}`;
    }
};
//# sourceMappingURL=show-changes.js.map