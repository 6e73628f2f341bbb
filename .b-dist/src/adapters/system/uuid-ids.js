import { v5, v7 } from 'uuid';
/** The namespace of ids that Annals derives from names: itself a UUIDv5 of `annals` in the URL namespace of RFC 9562. */
const namespace = v5('annals', v5.URL);
export const uuidIds = { next: () => v7(), derive: (name) => v5(name, namespace) };
//# sourceMappingURL=uuid-ids.js.map