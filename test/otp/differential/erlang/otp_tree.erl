%% A tree of real OTP supervisors. Its leaves do what a case tells them: end with a reason, fail their next
%% starts, ignore being asked to stop. Everything that happens is sent to the case's tracer, with a time stamp
%% that sorts across processes (see otp_lines.erl).
-module(otp_tree).
-export([new/1, start_sup/3, start_leaf/2, start_copy/4, init/1, leaf_init/4, child_spec/3, event/2]).
-export([fail_starts/3, ignore_stop/2, current/2, supervisors/1, everyone/1, is_pool/2]).

%% A tree is {sup, Id, Flags, SpecOverrides, Children}; a leaf is {leaf, Id, SpecOverrides}. A pool, that is a supervisor
%% of simple_one_for_one, has its template as its one child.

new(Tracer) -> {ets:new(otp_tree, [public]), Tracer}.

event({_, Tracer}, Event) ->
    Tracer ! {event, {erlang:monotonic_time(), erlang:unique_integer([monotonic])}, Event},
    ok.

%% ---- what the case asks for ----

fail_starts({Tab, _}, Path, Times) -> ets:insert(Tab, {{fail_starts, Path}, Times}).

ignore_stop({Tab, _}, Path) -> ets:insert(Tab, {{deaf, Path}}).

%% The latest process of a path, dead or alive.
current({Tab, _}, Path) ->
    case ets:lookup(Tab, {pid, Path}) of
        [{_, Pid, _}] -> Pid;
        [] -> none
    end.

supervisors({Tab, _}) -> [{Path, Pid} || [Path, Pid] <- ets:match(Tab, {{pid, '$1'}, '$2', sup})].

is_pool({Tab, _}, Path) -> ets:member(Tab, {pool, Path}).

everyone({Tab, _}) -> [Pid || [Pid] <- ets:match(Tab, {{ever, '$1'}})].

%% ---- supervisors ----

start_sup(Context, Path, Sup) ->
    case supervisor:start_link(?MODULE, {Context, Path, Sup}) of
        {ok, Pid} ->
            event(Context, {up, Pid}),
            {ok, Pid};
        {error, {shutdown, {failed_to_start_child, _, _}} = Reason} ->
            event(Context, {sup_failed, Path, attempts(Context, Path), failed_leaf(Path, Reason)}),
            {error, Reason}
    end.

init({{Tab, _} = Context, Path, {sup, _, #{strategy := simple_one_for_one} = Flags, _, [Template]}}) ->
    ets:insert(Tab, {{pool, Path}}),
    born(Context, sup, Path, attempt(Context, Path)),
    {ok, {Flags, [(child_spec(Context, Path, Template))#{start => {?MODULE, start_copy, [Context, Path, Template]}}]}};
init({Context, Path, {sup, _, Flags, _, Children}}) ->
    born(Context, sup, Path, attempt(Context, Path)),
    {ok, {Flags, [child_spec(Context, Path, Child) || Child <- Children]}}.

child_spec(Context, Parent, {sup, Id, _, Over, _} = Sup) ->
    Path = path(Parent, Id),
    maps:merge(#{id => Id, type => supervisor, start => {?MODULE, start_sup, [Context, Path, Sup]}}, Over);
child_spec({Tab, _} = Context, Parent, {leaf, Id, Over}) ->
    Path = path(Parent, Id),
    Spec = maps:merge(#{id => Id, start => {?MODULE, start_leaf, [Context, Path]}}, Over),
    %% Who ignores the stop is killed after 1 ms, who obeys has as long as it takes: no race, no waiting.
    case {ets:member(Tab, {deaf, Path}), maps:get(shutdown, Spec, 5000)} of
        {true, Ms} when is_integer(Ms) -> Spec#{shutdown => 1};
        _ -> Spec
    end.

%% A child of a pool, under the name that we give it: OTP has none. What start_child adds to the arguments is the id, or
%% a reference for which a number is drawn at the first start; a restart is given the same again.
start_copy(Context, Pool, Template, Given) ->
    Path = Pool ++ "/" ++ copy_id(Context, Pool, Template, Given),
    case Template of
        {leaf, _, _} -> start_leaf(Context, Path);
        {sup, _, _, _, _} -> start_sup(Context, Path, Template)
    end.

copy_id(_, _, _, Id) when is_list(Id) -> Id;
copy_id({Tab, _}, Pool, Template, Ref) ->
    ets:member(Tab, {number, Ref}) orelse
        ets:insert(Tab, {{number, Ref}, ets:update_counter(Tab, {numbers, Pool}, 1, {{numbers, Pool}, 0})}),
    atom_to_list(element(2, Template)) ++ "@" ++ integer_to_list(ets:lookup_element(Tab, {number, Ref}, 2)).

%% The reason is wrapped once per level: the ids lead to the leaf that failed.
failed_leaf(Path, {shutdown, {failed_to_start_child, Id, Reason}}) -> failed_leaf(path(Path, Id), Reason);
failed_leaf(Path, _) -> Path.

%% ---- leaves ----

start_leaf({Tab, _} = Context, Path) ->
    N = attempt(Context, Path),
    case ets:lookup(Tab, {fail_starts, Path}) of
        [{Key, Left}] when Left > 0 ->
            ets:insert(Tab, {Key, Left - 1}),
            event(Context, {failed, Path, N}),
            {error, boom};
        _ ->
            proc_lib:start_link(?MODULE, leaf_init, [self(), Context, Path, N])
    end.

leaf_init(Parent, Context, Path, N) ->
    process_flag(trap_exit, true),
    born(Context, leaf, Path, N),
    proc_lib:init_ack(Parent, {ok, self()}),
    leaf_loop(Parent, Context, Path).

leaf_loop(Parent, {Tab, _} = Context, Path) ->
    receive
        {die, Reason} -> exit(Reason);
        {'EXIT', Parent, Reason} ->
            case ets:member(Tab, {deaf, Path}) of
                true -> leaf_loop(Parent, Context, Path);
                false -> exit(Reason)
            end
    end.

%% ---- names ----

born({Tab, Tracer} = Context, Kind, Path, N) ->
    ets:insert(Tab, [{{pid, Path}, self(), Kind}, {{ever, self()}}]),
    Watched = case Kind of sup -> [procs, call, send]; leaf -> [procs] end,
    erlang:trace(self(), true, [strict_monotonic_timestamp, {tracer, Tracer} | Watched]),
    event(Context, {born, Kind, self(), Path, N}).

%% Attempts are counted per path over the whole run, failed ones included.
attempt({Tab, _}, Path) -> ets:update_counter(Tab, {attempt, Path}, 1, {{attempt, Path}, 0}).

attempts({Tab, _}, Path) -> ets:lookup_element(Tab, {attempt, Path}, 2).

path(Parent, Id) -> Parent ++ "/" ++ atom_to_list(Id).
