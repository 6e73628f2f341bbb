/** Where the measuring looks; CSS, by the roles and names that people's tools go by. */
export const selectors = {
  /** The feed; `aria-busy` while its rows are not those that are asked for. */
  table: 'table[aria-label^="Events"]',
  row: 'table[aria-label^="Events"] tbody tr',
  /** Each is a filter that is not on; the first ones of all but one field. */
  filter: '[aria-label="Filters"] [aria-labelledby="facet-verb"] button[aria-pressed="false"]:first-child',
}
