/** A fresh folder, and how to remove it. */
export declare const temporaryFolder: () => {
    readonly path: string;
    readonly remove: () => void;
};
