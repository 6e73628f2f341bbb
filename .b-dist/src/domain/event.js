export const entryPoints = ['http', 'cli', 'job', 'shell', 'script', 'migration'];
//# sourceMappingURL=event.js.map