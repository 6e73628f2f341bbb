import type { Projection } from '../../domain/projection.js'
import { assertDistinct, checkProjections } from './check-projection.js'

/**
 * The built-in projections, and those that modules (URLs of JavaScript) export by default: one each, or an array. Rejects with an Error that names
 * the module where one cannot be loaded or is no projection.
 */
export const loadProjections = async (
  builtIn: readonly Projection[],
  modules: readonly string[],
): Promise<readonly Projection[]> => {
  const loaded: Projection[] = [...builtIn]
  for (const module of modules) {
    let exported: { readonly default?: unknown }
    try {
      exported = (await import(module)) as { readonly default?: unknown }
    } catch (error) {
      throw new Error(`The projection module ${module} cannot be loaded: ${(error as Error).message}`, { cause: error })
    }
    loaded.push(...checkProjections(exported.default, module))
  }
  return assertDistinct(loaded)
}
