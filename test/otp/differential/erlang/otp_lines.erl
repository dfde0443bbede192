%% From what was traced to lines that a simulation can be compared with. The vocabulary:
%%   ^s#1            supervisor s, 1st incarnation, entered init      +s#1     its last child is up
%%   +s/a#2          a started, 2nd attempt                           !s/a#2   that start failed
%%   !s/t#2(s/t/a)   supervisor t failed to start, because of t/a
%%   ?s/a#1          s asks (or kills) its child a                    ~s#1(K)  s stops: requested, gave_up, auto_shutdown
%%   -s/a#1(C)       it ended: normal, shutdown, abnormal, killed; `requested` if it was asked to
%%   [s restarts a N/I: stop c b; start a b c]   a round, its N-th in the window of intensity I
%%   [s gives up N/I]
%%   > terminateChild s/a, = terminateChild s/a ok     a call arrived, a call was answered
%%   step K applied, step K idle                       the scenario's K-th step
%%   # s: a#2 b=down                                   children of s, once a group of steps has settled
-module(otp_lines).
-export([watch/0, collect/0, collected/1, format/2]).

-record(child, {pid, id, mfargs, restart, significant, shutdown, type, modules}).

%% ---- collecting ----

%% Once for the virtual machine, before any case: the beginning of a restart, its plan, a stop of a child, a
%% supervisor's decision to end, and its end.
watch() ->
    [1 = erlang:trace_pattern({supervisor, F, A}, true, [local])
     || {F, A} <- [{restart, 2}, {restart, 3}, {shutdown, 1}, {terminate, 2}]],
    1 = erlang:trace_pattern({supervisor, handle_info, 2}, [{'_', [], [{return_trace}]}], [local]),
    ok.

collect() ->
    receive {dump, To} -> To ! {self(), drain([])} end.

drain(Acc) ->
    receive
        {event, Ts, Event} -> drain([{Ts, Event} | Acc]);
        {trace_ts, Pid, exit, Reason, Ts} -> drain([{Ts, {exit, Pid, Reason}} | Acc]);
        {trace_ts, Pid, call, {supervisor, F, Args}, Ts} when F =/= handle_info -> drain([{Ts, {F, Pid, Args}} | Acc]);
        {trace_ts, Pid, return_from, _, {stop, shutdown, _}, Ts} -> drain([{Ts, {ends_itself, Pid}} | Acc]);
        {trace_ts, Pid, send, {Tag, Answer}, _, Ts} when is_reference(Tag) -> drain([{Ts, {answer, Pid, Tag, Answer}} | Acc]);
        _ -> drain(Acc)
    after 0 -> Acc
    end.

collected(Tracer) ->
    Ref = erlang:trace_delivered(all),
    receive {trace_delivered, all, Ref} -> ok end,
    Tracer ! {dump, self()},
    receive {Tracer, Events} -> [Event || {_, Event} <- lists:keysort(1, Events)] end.

%% ---- formatting ----

format(Events, Root) ->
    Names = maps:from_list([{Pid, {Kind, Path, N}} || {born, Kind, Pid, Path, N} <- Events]),
    Births = lists:reverse(lists:enumerate([Path || {born, _, _, Path, _} <- Events])),
    Calls = [{Tag, Name, Path, Sup} || {call, Tag, Name, Path, Sup} <- Events],
    Answered = maps:from_list([{Tag, true} || {answer, _, Tag, _} <- Events]),
    Unanswered = [Call || {Tag, _, _, _} = Call <- Calls, not maps:is_key(Tag, Answered)],
    State = #{names => Names, births => maps:from_list([{Path, At} || {At, Path} <- Births]), calls => maps:from_list([{Tag, {Name, Path}} || {Tag, Name, Path, _} <- Calls]),
              answered => Answered, unanswered => Unanswered, dead => #{}, asked => #{}, refused => #{}, ends_itself => #{}, outcome => start_failed},
    {Lines, Last} = lists:mapfoldl(fun line/2, State, Events),
    Running = running(Root, lists:last([All || {children, All} <- Events]), State),
    Outcome = case Running of [] -> maps:get(outcome, Last); _ -> running end,
    lists:append(Lines) ++ [f("outcome ~s: ~s", [Outcome, lists:join(" ", Running)])].

line({born, sup, Pid, _, _}, S) -> {[f("^~s", [name(Pid, S)])], S};
line({born, leaf, Pid, _, _}, S) -> {[f("+~s", [name(Pid, S)])], S};
line({up, Pid}, S) -> {[f("+~s", [name(Pid, S)])], S};
line({failed, Path, N}, S) -> {[f("!~s#~w", [Path, N])], S};
line({sup_failed, Path, N, Leaf}, S) -> {[f("!~s#~w(~s)", [Path, N, Leaf])], S};
line({exit, Pid, Reason}, S = #{dead := Dead}) -> {exit_line(Pid, Reason, S), S#{dead := Dead#{Pid => true}}};
line({shutdown, _, [#child{pid = Pid}]}, S) -> asked(Pid, S);
%% A restart that is refused goes straight on to the end of the supervisor.
line({restart, Pid, [_, Sup]}, S = #{refused := Refused}) -> {[], S#{refused := Refused#{Pid => restarts(Sup)}}};
line({restart, Pid, [_, Child, Sup]}, S = #{refused := Refused}) ->
    {[round_line(Pid, Child, Sup, S)], S#{refused := maps:remove(Pid, Refused)}};
line({ends_itself, Pid}, S = #{ends_itself := Own}) -> {[], S#{ends_itself := Own#{Pid => true}}};
line({terminate, Pid, [_, Sup]}, S = #{refused := Refused, ends_itself := Own}) ->
    {Said, Why} = case Refused of
        #{Pid := {Restarts, Intensity}} -> {[f("[~s gives up ~w/~w]", [path(Pid, S), Restarts + 1, Intensity])], gave_up};
        _ when is_map_key(Pid, Own) -> {[], auto_shutdown};
        _ -> {[], requested}
    end,
    {Asked, Next} = lists:mapfoldl(fun asked/2, outcome(Pid, Why, S), copies(Sup, S)),
    {Said ++ [f("~~~s(~s)", [name(Pid, S), Why]) | supervisor_down(Pid, S)] ++ lists:append(Asked), Next};
line({call, _, Name, Path, down}, S) -> {[f("> ~s ~s", [Name, Path]), f("= ~s ~s supervisor_down", [Name, Path])], S};
line({call, _, Name, Path, _}, S) -> {[f("> ~s ~s", [Name, Path])], S};
line({answer, _, Tag, Answer}, S = #{calls := Calls}) ->
    case Calls of
        #{Tag := {Name, Path}} -> {[f("= ~s ~s ~s", [Name, Path, answer(Name, Answer, S)])], S};
        _ -> {[], S}
    end;
line({step, K, {answered, Tag}}, S = #{answered := Answered}) -> line({step, K, maps:is_key(Tag, Answered)}, S);
line({step, K, true}, S) -> {[f("step ~w applied", [K])], S};
line({step, K, false}, S) -> {[f("step ~w idle", [K])], S};
line({children, All}, S) -> {[f("# ~s:~s", [Path, [[" ", now_is(C, S)] || C <- in_start_order(Cs, S)]]) || {Path, Cs} <- All], S}.

%% A child is told to end; a supervisor says so itself, and the dead are not told.
asked(Pid, S = #{dead := Dead, asked := Asked}) ->
    case {maps:is_key(Pid, Dead), kind(Pid, S)} of
        {false, leaf} -> {[f("?~s", [name(Pid, S)])], S#{asked := Asked#{Pid => true}}};
        _ -> {[], S}
    end.

%% Children of a pool: it tells them all at once when it ends.
copies(Sup, _) when element(3, Sup) =/= simple_one_for_one -> [];
copies(Sup, #{births := Births} = S) ->
    {_, Children} = element(5, Sup),
    lists:sort(fun(A, B) -> maps:get(path(A, S), Births) > maps:get(path(B, S), Births) end, [Pid || Pid <- maps:keys(Children), is_pid(Pid)]).

%% OTP lists newest first; a pool's children in no order and without names, those that are restarting without a pid too.
in_start_order([{undefined, _, _, _} | _] = Cs, #{births := Births} = S) ->
    Named = [{maps:get(path(Pid, S), Births), {id(Pid, S), Pid, T, M}} || {_, Pid, T, M} <- Cs, is_pid(Pid)],
    [Child || {_, Child} <- lists:keysort(1, Named)] ++ [{"_", restarting, T, M} || {_, restarting, T, M} <- Cs];
in_start_order(Cs, _) -> lists:reverse(Cs).

%% Everything that is up, a supervisor before its children, siblings in start order.
running(Path, All, S) ->
    case lists:keyfind(Path, 1, All) of
        {_, Cs} -> [Path | lists:append([below(path(Pid, S), T, All, S) || {_, Pid, T, _} <- in_start_order(Cs, S), is_pid(Pid)])];
        false -> []
    end.

below(Path, supervisor, All, S) -> running(Path, All, S);
below(Path, worker, _, _) -> [Path].

exit_line(Pid, Reason, S = #{asked := Asked}) ->
    case {kind(Pid, S), Reason} of
        {sup, {shutdown, {failed_to_start_child, _, _}}} -> [];
        {leaf, _} when is_map_key(Pid, Asked) -> [f("-~s(~s requested)", [name(Pid, S), class(Reason)])];
        _ -> [f("-~s(~s)", [name(Pid, S), class(Reason)])]
    end.

class(normal) -> normal;
class(shutdown) -> shutdown;
class({shutdown, _}) -> shutdown;
class(killed) -> killed;
class(_) -> abnormal.

%% The root's end is the tree's.
outcome(Pid, Why, S) ->
    case {lists:member($/, path(Pid, S)), Why} of
        {true, _} -> S;
        {false, requested} -> S#{outcome := stopped};
        {false, _} -> S#{outcome := Why}
    end.

%% #state of supervisor.erl by place: strategy 3, children 4, dynamics 5, intensity 6, restarts 8.
restarts(Sup) -> {length(element(8, Sup)), element(6, Sup)}.

round_line(Pid, #child{pid = Failed}, Sup, S) when element(3, Sup) =:= simple_one_for_one ->
    Id = id(case Failed of {restarting, Old} -> Old; _ -> Failed end, S),
    {Restarts, Intensity} = restarts(Sup),
    f("[~s restarts ~s ~w/~w: stop; start ~s]", [path(Pid, S), Id, Restarts, Intensity, Id]);
round_line(Pid, #child{id = Failed}, Sup, S = #{dead := Dead}) ->
    {Ids, Children} = element(4, Sup),
    %% Newest first in a supervisor's state: the order of stopping.
    Set = case element(3, Sup) of
        one_for_one -> [Failed];
        one_for_all -> Ids;
        rest_for_one -> lists:takewhile(fun(Id) -> Id =/= Failed end, Ids) ++ [Failed]
    end,
    Up = fun(Id) -> #child{pid = P} = maps:get(Id, Children), is_pid(P) andalso not maps:is_key(P, Dead) end,
    Comes = fun(Id) -> (maps:get(Id, Children))#child.restart =/= temporary end,
    {Restarts, Intensity} = restarts(Sup),
    f("[~s restarts ~s ~w/~w: stop~s; start~s]",
      [path(Pid, S), Failed, Restarts, Intensity, spaced(lists:filter(Up, Set)), spaced(lists:filter(Comes, lists:reverse(Set)))]).

spaced(Ids) -> [[" ", atom_to_list(Id)] || Id <- Ids].

%% A call that its supervisor did not live to answer.
supervisor_down(Pid, #{unanswered := Calls}) ->
    [f("= ~s ~s supervisor_down", [Name, Path]) || {_, Name, Path, Sup} <- Calls, Sup =:= Pid].

answer(_, ok, _) -> "ok";
answer(getChildSpec, {ok, #{restart := R, significant := Sig, type := T}}, _) -> f("~s ~s ~s", [T, R, Sig]);
answer(_, {ok, Pid}, S) -> ["ok ", name(Pid, S)];
answer(whichChildren, Cs, S) -> lists:join(" ", [f("~s:~s:~s", [Id, T, state(P)]) || {Id, P, T, _} <- in_start_order(Cs, S)]);
answer(countChildren, Counts, _) -> lists:join(" ", [f("~s=~w", [K, V]) || {K, V} <- Counts]);
answer(_, {error, {already_started, _}}, _) -> "already_started";
answer(_, {error, {bad_combination, _}}, _) -> "invalid_spec";
answer(_, {error, Reason}, _) when is_atom(Reason), Reason =/= boom -> atom_to_list(Reason);
answer(_, {error, _}, _) -> "start_failed".

state(Pid) when is_pid(Pid) -> running;
state(undefined) -> down;
state(restarting) -> restarting.

now_is({_, Pid, _, _}, S) when is_pid(Pid) -> lists:last(string:split(name(Pid, S), "/", trailing));
now_is({Id, Other, _, _}, _) -> f("~s=~s", [Id, state(Other)]).

kind(Pid, #{names := Names}) -> element(1, maps:get(Pid, Names)).
path(Pid, #{names := Names}) -> element(2, maps:get(Pid, Names)).
id(Pid, S) -> lists:last(string:split(path(Pid, S), "/", trailing)).
name(Pid, #{names := Names}) -> {_, Path, N} = maps:get(Pid, Names), f("~s#~w", [Path, N]).

f(Format, Args) -> lists:flatten(io_lib:format(Format, Args)).
