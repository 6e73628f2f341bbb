/**
 * Where a text stops being JSON (RFC 8259): the index of the first UTF-16 unit that cannot stand there (the text's length where it
 * ends too early), or undefined where it is JSON. Engines say it with a piece of the text, or not at all; this says the place alone.
 */
export const syntaxErrorIndex = (text) => {
    // What each open container expects next; a value may follow any of them.
    const open = [];
    let index = skipBlanks(text, 0);
    for (;;) {
        const value = valueEnd(text, index);
        if (value.opened !== undefined) {
            index = skipBlanks(text, value.end);
            const closer = value.opened === 'object' ? '}' : ']';
            if (text[index] !== closer) {
                open.push(value.opened);
                if (value.opened === 'object') {
                    const name = nameEnd(text, index);
                    if (name.failed !== undefined)
                        return name.failed;
                    index = name.end;
                }
                continue;
            }
            index++;
        }
        else {
            if (value.failed !== undefined)
                return value.failed;
            index = value.end;
        }
        // A value has ended: close what ends with it.
        for (;;) {
            index = skipBlanks(text, index);
            const container = open.at(-1);
            if (container === undefined)
                return index === text.length ? undefined : index;
            const character = text[index];
            if (character === ',') {
                index = skipBlanks(text, index + 1);
                if (container === 'object') {
                    const name = nameEnd(text, index);
                    if (name.failed !== undefined)
                        return name.failed;
                    index = name.end;
                }
                break;
            }
            if (character !== (container === 'object' ? '}' : ']'))
                return index;
            open.pop();
            index++;
        }
    }
};
const failedAt = (failed) => ({ end: failed, failed });
/** A scalar to its end, or the bracket that opens a container. */
const valueEnd = (text, start) => {
    switch (text[start] ?? '') {
        case '{':
            return { end: start + 1, opened: 'object' };
        case '[':
            return { end: start + 1, opened: 'array' };
        case '"':
            return stringEnd(text, start);
        case 't':
            return wordEnd(text, start, 'true');
        case 'f':
            return wordEnd(text, start, 'false');
        case 'n':
            return wordEnd(text, start, 'null');
        default:
            return numberEnd(text, start);
    }
};
/** A member's name and its colon, to the first character of its value. */
const nameEnd = (text, start) => {
    if (text[start] !== '"')
        return failedAt(start);
    const name = stringEnd(text, start);
    if (name.failed !== undefined)
        return name;
    const colon = skipBlanks(text, name.end);
    return text[colon] === ':' ? { end: skipBlanks(text, colon + 1) } : failedAt(colon);
};
const wordEnd = (text, start, word) => {
    for (let i = 0; i < word.length; i++)
        if (text[start + i] !== word[i])
            return failedAt(start + i);
    return { end: start + word.length };
};
const hex = /^[0-9a-fA-F]$/;
const stringEnd = (text, start) => {
    for (let i = start + 1; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit === 0x22)
            return { end: i + 1 };
        if (unit < 0x20)
            return failedAt(i);
        if (unit !== 0x5c)
            continue;
        i++;
        const escape = text[i] ?? '';
        if (escape === 'u') {
            for (let digit = 0; digit < 4; digit++)
                if (!hex.test(text[++i] ?? ''))
                    return failedAt(i);
        }
        else if (escape === '' || !'"\\/bfnrt'.includes(escape))
            return failedAt(i);
    }
    return failedAt(text.length);
};
const numberEnd = (text, start) => {
    let i = text[start] === '-' ? start + 1 : start;
    if (text[i] === '0')
        i++;
    else {
        const first = i;
        i = digitsEnd(text, i);
        if (i === first)
            return failedAt(i);
    }
    if (text[i] === '.') {
        const first = i + 1;
        i = digitsEnd(text, first);
        if (i === first)
            return failedAt(i);
    }
    if (text[i] === 'e' || text[i] === 'E') {
        const first = text[i + 1] === '+' || text[i + 1] === '-' ? i + 2 : i + 1;
        i = digitsEnd(text, first);
        if (i === first)
            return failedAt(i);
    }
    return { end: i };
};
const digitsEnd = (text, start) => {
    let i = start;
    while (text.charCodeAt(i) >= 0x30 && text.charCodeAt(i) <= 0x39)
        i++;
    return i;
};
const skipBlanks = (text, start) => {
    let i = start;
    while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t')
        i++;
    return i;
};
//# sourceMappingURL=json-syntax.js.map