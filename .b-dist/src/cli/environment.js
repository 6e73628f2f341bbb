export const settingNames = [
    'dataDir',
    'url',
    'token',
    'tenant',
    'host',
    'port',
    'projections',
    'allowedHosts',
    'logLevel',
    'redactionKey',
    'subjects',
];
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
//# sourceMappingURL=environment.js.map