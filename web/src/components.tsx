/* What screens are made of. */

export * from "./components/diff.tsx";
export * from "./components/fields.tsx";
export * from "./components/file.tsx";
export * from "./components/shown.tsx";
