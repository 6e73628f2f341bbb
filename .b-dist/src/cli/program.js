import { Command, CommanderError } from 'commander';
import { activityCommand } from './activity.js';
import { backupCommand } from './backup.js';
import { checkCommand } from './check.js';
import { configCommand } from './config.js';
import { diffCommand } from './diff.js';
import { emitCommand } from './emit.js';
import { CommandFailure, OutputClosed, exitCodes } from './failure.js';
import { historyCommand } from './history.js';
import { importCommand } from './import.js';
import { rebuildCommand } from './rebuild.js';
import { restoreCommand } from './restore.js';
import { safeText } from './safe-text.js';
import { serveCommand } from './serve.js';
import { showCommand } from './show.js';
import { statsCommand } from './stats.js';
import { statusCommand } from './status.js';
import { subjectsCommand } from './subjects.js';
import { tokenCommand } from './token.js';
const commands = [
    serveCommand,
    importCommand,
    emitCommand,
    activityCommand,
    statsCommand,
    subjectsCommand,
    historyCommand,
    showCommand,
    diffCommand,
    restoreCommand,
    rebuildCommand,
    statusCommand,
    backupCommand,
    checkCommand,
    tokenCommand,
    configCommand,
];
/** Runs one command line (without the interpreter and the program's name); answers the exit code and never throws. */
export const runProgram = async (environment, argv) => {
    let exitCode = exitCodes.ok;
    // Commander writes synchronously; the writes are awaited before the program ends.
    const writes = [];
    const program = new Command('annals')
        .description('An event-sourced audit store: every change an immutable event, every version a read away.')
        .version(environment.version)
        .showHelpAfterError('(add --help for the options and an example)')
        .enablePositionalOptions()
        .exitOverride()
        .configureOutput({
        writeOut: (text) => void writes.push(environment.stdout.write(text)),
        writeErr: (text) => void writes.push(environment.stderr.write(text)),
        getOutHelpWidth: () => environment.stdout.columns ?? 100,
        getErrHelpWidth: () => environment.stderr.columns ?? 100,
    })
        .addHelpText('after', '\nExample:\n  annals serve --data-dir ./annals-data\n  annals show post/42 --version 3');
    for (const make of commands) {
        const command = make(environment, (code) => (exitCode = code));
        inherit(command, program);
        program.addCommand(command);
    }
    try {
        if (argv.length === 0)
            program.help({ error: true });
        await program.parseAsync([...argv], { from: 'user' });
        await Promise.all(writes);
        return exitCode;
    }
    catch (error) {
        return endOf(error, environment);
    }
};
/** Subcommands made apart from the program share its way to end and to print. */
const inherit = (command, parent) => {
    command.copyInheritedSettings(parent);
    for (const sub of command.commands)
        inherit(sub, command);
};
const endOf = async (error, { stderr }) => {
    if (error instanceof OutputClosed)
        return exitCodes.ok;
    if (error instanceof CommanderError)
        return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
    const exitCode = error instanceof CommandFailure ? error.exitCode : exitCodes.failed;
    const message = error instanceof Error ? error.message : String(error);
    await stderr.write(`annals: ${safeText(message)}\n`).catch(() => undefined);
    return exitCode;
};
//# sourceMappingURL=program.js.map