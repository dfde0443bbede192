// The 93 cases of OTP's supervisor_SUITE (as of 2025), in its order of themes, and what became of each here.

/** `same`: tested as it is. `adapted`: tested, but for what `why` says. The rest has no test, and `why` is the reason. */
export type SuiteCase = { readonly name: string; readonly group: string } & (
  | { readonly answer: 'same' }
  | { readonly answer: 'adapted' | 'not applicable'; readonly why: string }
)

type Answer = SuiteCase['answer']
type Told = readonly [name: string, answer?: Exclude<Answer, 'same'>, why?: string]

const group = (title: string, told: readonly Told[]): readonly SuiteCase[] =>
  told.map(([name, answer, why]) => {
    if (answer === undefined || why === undefined) return { name, group: title, answer: 'same' }
    return { name, group: title, answer, why }
  })

const DONE = 'a start cannot be declined; the nearest that leaves no process is a one-shot that is done'
const TREE_FILE = 'there is no callback; a tree file takes its place'
const IDS = 'the children of a template are named by ids, not by pids'
const UNKNOWN_KEYS = 'unknown keys are refused, OTP takes them'
const NO_INFO = 'a start is answered with the path, the pid and the number of the start; a process returns nothing more'
const RELOAD = 'a reload takes the place of a change of code'
const RELOAD_ACTS = 'a reload takes the place of a change of code, and starts, stops and restarts what the specs say'
const RELOAD_TEMPLATE = 'a reload takes the place of a change of code; two templates cannot be written'
const LISTS = 'children come in start order, with a state in place of the pid; which_child is not there'

export const SUITE_CASES: readonly SuiteCase[] = [
  ...group('Start', [
    ['sup_start_normal'],
    ['sup_start_ignore_init', 'adapted', 'a tree is data: a file without one is refused, not ignored'],
    ['sup_start_ignore_child', 'adapted', DONE],
    ['sup_start_ignore_temporary_child', 'adapted', DONE],
    ['sup_start_ignore_temporary_child_start_child', 'adapted', DONE],
    ['sup_start_ignore_temporary_child_start_child_simple', 'adapted', DONE],
    [
      'sup_start_ignore_permanent_child_start_child_simple',
      'adapted',
      `${DONE}, and a one-shot is never permanent: transient here`,
    ],
    ['sup_start_error_return', 'adapted', TREE_FILE],
    ['sup_start_fail', 'adapted', TREE_FILE],
    ['sup_start_child_returns_error'],
    ['sup_start_restart_child_returns_error'],
    ['sup_start_child_returns_error_simple'],
    ['sup_start_map'],
    ['sup_start_map_simple', 'adapted', IDS],
    ['sup_start_map_faulty_specs', 'adapted', UNKNOWN_KEYS],
  ]),
  ...group('Stop', [
    ['sup_stop_infinity'],
    ['sup_stop_timeout'],
    ['sup_stop_timeout_dynamic'],
    ['sup_stop_brutal_kill'],
    ['sup_stop_brutal_kill_dynamic'],
    ['sup_stop_race'],
    ['sup_stop_non_shutdown_exit_dynamic'],
  ]),
  ...group('Calls and specs', [
    ['child_adm'],
    ['child_adm_simple', 'adapted', `${IDS}; one that is gone is not found (OTP: ok for a pid that is dead)`],
    ['extra_return', 'not applicable', NO_INFO],
    ['child_specs', 'adapted', 'specs have one form, objects, and options of their own'],
    ['child_specs_map'],
    ['sup_flags', 'adapted', UNKNOWN_KEYS],
    ['multiple_restarts', 'adapted', 'the window counts milliseconds: 1.1 s apart is enough (OTP: 2.1 s)'],
  ]),
  ...group('Strategies', [
    ['one_for_one'],
    ['one_for_one_escalation'],
    ['one_for_all'],
    ['one_for_all_escalation'],
    ['one_for_all_other_child_fails_restart'],
    ['simple_one_for_one'],
    ['simple_one_for_one_shutdown'],
    ['simple_one_for_one_extra', 'not applicable', NO_INFO],
    ['simple_one_for_one_escalation'],
    ['simple_one_for_one_corruption', 'adapted', "OTP looks into the supervisor's memory, we ask it"],
    [
      'simple_one_for_one_restart_ignore',
      'not applicable',
      'a restart cannot be declined, and a one-shot, the nearest to it, is not restarted once it is done',
    ],
    ['rest_for_one'],
    ['rest_for_one_escalation'],
    ['rest_for_one_other_child_fails_restart'],
  ]),
  ...group('Restart types', [
    [
      'external_start_no_progress_log',
      'adapted',
      'there is no level debug: every start is logged at info, as in OTP 25',
    ],
    ['permanent_normal'],
    ['transient_normal'],
    ['temporary_normal'],
    ['permanent_shutdown'],
    ['transient_shutdown'],
    ['temporary_shutdown'],
    [
      'faulty_application_shutdown',
      'adapted',
      'the run of a tree is the application; the leaf is named once, not each level',
    ],
    ['permanent_abnormal'],
    ['transient_abnormal'],
    ['temporary_abnormal'],
    ['temporary_bystander'],
  ]),
  ...group('Trees, counts, what is kept', [
    ['child_unlink', 'adapted', 'there are no links; what may hang a stop is output that somebody else holds open'],
    ['tree'],
    ['count_children'],
    ['count_children_supervisor'],
    ['count_restarting_children'],
    ['get_callback_module', 'not applicable', 'a tree is data: there are no callback modules and no release handler'],
    [
      'do_not_save_start_parameters_for_temporary_children',
      'adapted',
      'the arguments are kept as long as the child runs, as part of its spec; OTP forgets them at once',
    ],
    ['do_not_save_child_specs_for_temporary_children'],
    ['simple_one_for_one_scale_many_temporary_children'],
    ['simple_global_supervisor', 'adapted', 'names are paths, and no supervisor can be killed: all are in one process'],
    ['hanging_restart_loop'],
    ['hanging_restart_loop_rest_for_one'],
    ['hanging_restart_loop_simple'],
  ]),
  ...group('Automatic shutdown', [
    ['nonsignificant_temporary'],
    ['nonsignificant_transient'],
    ['significant_temporary'],
    ['significant_transient'],
    ['significant_simple'],
    ['significant_bystander'],
    ['significant_escalation'],
    ['significant_upgrade_never_any', 'adapted', RELOAD],
    ['significant_upgrade_any_never', 'adapted', RELOAD],
    ['significant_upgrade_never_all', 'adapted', RELOAD],
    ['significant_upgrade_all_never', 'adapted', RELOAD],
    ['significant_upgrade_any_all', 'adapted', RELOAD],
    ['significant_upgrade_all_any', 'adapted', RELOAD],
    ['significant_upgrade_child', 'adapted', RELOAD],
  ]),
  ...group('Change of code, order, scale, logs, names', [
    ['code_change', 'adapted', RELOAD_ACTS],
    ['code_change_map', 'adapted', RELOAD_ACTS],
    ['code_change_simple', 'adapted', RELOAD_TEMPLATE],
    ['code_change_simple_map', 'adapted', RELOAD_TEMPLATE],
    ['order_of_children'],
    ['scale_start_stop_many_children'],
    ['format_log_1', 'adapted', 'reports are events, with fields in place of a term'],
    ['format_log_2', 'adapted', 'the text is our own, and always one line'],
    [
      'already_started_outside_supervisor',
      'adapted',
      'what somebody else can hold is a port; the answer does not say who holds it',
    ],
    ['which_children', 'adapted', LISTS],
    ['which_children_simple_one_for_one', 'adapted', LISTS],
  ]),
]
