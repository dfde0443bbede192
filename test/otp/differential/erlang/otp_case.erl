%% Runs one case on real supervisors, in lock step: a step is done when every supervisor is back in its loop with
%% nothing to read and no dead child unheard of. Nothing here sleeps to wait for the tree.
-module(otp_case).
-export([run/1]).
-import(otp_tree, [event/2, current/2]).

%% #child and #state of supervisor.erl, as far as we look: the place of `shutdown`; of `children` and `dynamics`.
-define(CHILD_SHUTDOWN, 7).
-define(STATE_CHILDREN, 4).
-define(STATE_DYNAMICS, 5).

%% {'case', Tree, Boot, Groups}. A step is {Index, Action}; Boot holds the steps that come before the root starts; a
%% group is {alone, Step} or {together, SupervisorPath, Steps}.
run(Case) ->
    Me = self(),
    Worker = spawn_link(fun() -> Me ! {self(), run_here(Case)} end),
    receive {Worker, Lines} -> Lines end.

run_here({'case', {sup, Id, _, _, _} = Tree, Boot, Groups}) ->
    Tracer = spawn_link(fun otp_lines:collect/0),
    Context = otp_tree:new(Tracer),
    Root = atom_to_list(Id),
    [begin plan(Context, Root, Action), step(Context, K, true) end || {K, Action} <- Boot],
    Owner = start_root(Context, Root, Tree),
    put(case_state, {Context, Root, Owner}),
    settle(Context),
    lists:foreach(fun(Group) -> group(Group), settle(Context) end, Groups),
    Events = otp_lines:collected(Tracer),
    clean_up(Context, Owner),
    otp_lines:format(Events, Root).

%% The owner is the root's parent, as an application master is.
start_root(Context, Root, Tree) ->
    Me = self(),
    Owner = spawn_link(fun() ->
        process_flag(trap_exit, true),
        otp_tree:start_sup(Context, Root, Tree),
        Me ! {self(), started},
        owner()
    end),
    receive {Owner, started} -> Owner end.

owner() ->
    receive
        {stop, Pid} -> exit(Pid, shutdown), owner();
        finish -> ok;
        _ -> owner()
    end.

clean_up({Tab, _} = Context, Owner) ->
    unlink(Owner),
    [exit(Pid, kill) || Pid <- [Owner | otp_tree:everyone(Context)]],
    ets:delete(Tab).

%% ---- steps ----

group({alone, {K, Action}}) ->
    {Context, Root, _} = get(case_state),
    plan(Context, Root, Action),
    act(K, Action);
group({together, SupPath, Steps}) ->
    {Context, Root, _} = get(case_state),
    %% A plan is no message: it holds before anything of the group is handled.
    [plan(Context, Root, Action) || {_, Action} <- Steps],
    Sup = current(Context, SupPath),
    Suspended = is_up(Sup) andalso erlang:suspend_process(Sup),
    [act(K, Action) || {K, Action} <- Steps],
    Suspended andalso erlang:resume_process(Sup).

plan(Context, _, {fail_start, Path, Times}) -> otp_tree:fail_starts(Context, Path, Times);
plan(Context, _, {ignore_stop, Path}) ->
    otp_tree:ignore_stop(Context, Path),
    {Parent, Id} = split(Path),
    case current(Context, Parent) of
        none -> ok;
        Sup -> is_up(Sup) andalso sys:replace_state(Sup, fun(State) -> kill_soon(Id, State) end)
    end;
plan(_, _, _) -> ok.

%% The running supervisor learns the short time limit of a child that became deaf; see otp_tree:child_spec.
kill_soon(Id, State) ->
    {Ids, Children} = element(?STATE_CHILDREN, State),
    case Children of
        #{Id := Child} when is_integer(element(?CHILD_SHUTDOWN, Child)) ->
            setelement(?STATE_CHILDREN, State, {Ids, Children#{Id := setelement(?CHILD_SHUTDOWN, Child, 1)}});
        _ -> State
    end.

act(K, {exit, Paths, Reason}) ->
    {Context, _, _} = get(case_state),
    Running = [Path || Path <- Paths, is_up(current(Context, Path))],
    step(Context, K, Running =/= []),
    [die(Context, Path, Reason) || Path <- Running];
act(K, {call, Name, Path}) -> call(K, Name, Path, none);
act(K, {call, Name, Path, Spec}) -> call(K, Name, Path, Spec);
act(K, stop) ->
    {Context, Root, Owner} = get(case_state),
    Pid = current(Context, Root),
    step(Context, K, is_up(Pid)),
    case is_up(Pid) of
        true ->
            Owner ! {stop, Pid},
            %% Signals of two senders are not ordered: wait until the root has this one, or has begun to obey it.
            wait_until(fun() -> told(Pid, Owner) end);
        false -> ok
    end;
act(K, _Plan) ->
    {Context, Root, _} = get(case_state),
    step(Context, K, is_up(current(Context, Root))).

told(Pid, Owner) ->
    case process_info(Pid, [status, messages]) of
        [{status, suspended}, {messages, Messages}] -> lists:any(fun({'EXIT', From, _}) -> From =:= Owner; (_) -> false end, Messages);
        _ -> not is_process_alive(Pid)
    end.

step(Context, K, Applied) -> event(Context, {step, K, Applied}).

%% Ends a leaf and waits until its supervisor has the exit in its mailbox (or has taken it).
die(Context, Path, Reason) ->
    Pid = current(Context, Path),
    Sup = current(Context, element(1, split(Path))),
    Monitor = monitor(process, Pid),
    case Reason of
        killed -> exit(Pid, kill);
        _ -> Pid ! {die, Reason}
    end,
    receive {'DOWN', Monitor, process, Pid, _} -> ok end,
    wait_until(fun() -> not lists:member(Pid, links(Sup)) end).

%% A call is a bare gen_server message: one sender, so it arrives in order, and nobody has to wait for the answer.
call(K, Name, Path, Spec) ->
    {Context, _, _} = get(case_state),
    {SupPath, Request} = request(Context, Name, Path, Spec),
    Sup = current(Context, SupPath),
    Tag = make_ref(),
    step(Context, K, {answered, Tag}),
    event(Context, {call, Tag, Name, Path, case is_up(Sup) of true -> Sup; false -> down end}),
    is_up(Sup) andalso (Sup ! message({self(), Tag}, Request)).

message(From, {by_pid, Name, Path}) ->
    {Context, _, _} = get(case_state),
    {system, {self(), make_ref()}, {replace_state, fun(State) -> call_by_pid(From, Name, current(Context, Path), State) end}};
message(From, Request) -> {'$gen_call', From, Request}.

%% Children of a pool are called by pid. Which one has the name is settled when the call's turn has come: so the pool
%% takes the call out of a system message. Nobody, or a former child: any pid that lives and is no child.
call_by_pid(From, Name, Pid, State) ->
    {_, Children} = element(?STATE_DYNAMICS, State),
    IsChild = is_map_key(Pid, Children) orelse is_map_key({restarting, Pid}, Children),
    {reply, Reply, Next} = supervisor:handle_call({Name, case IsChild of true -> Pid; false -> whereis(init) end}, From, State),
    gen_server:reply(From, Reply),
    Next.

request(_, startChild, Path, {copy, numbered}) -> {Path, {start_child, [make_ref()]}};
request(_, startChild, Path, {copy, Id}) -> {Path, {start_child, [Id]}};
request(Context, startChild, Path, Spec) -> {Path, {start_child, otp_tree:child_spec(Context, Path, Spec)}};
request(_, whichChildren, Path, _) -> {Path, which_children};
request(_, countChildren, Path, _) -> {Path, count_children};
request(Context, Name, Path, _) ->
    {Sup, Id} = split(Path),
    Called = maps:get(Name, #{terminateChild => terminate_child, restartChild => restart_child,
                              deleteChild => delete_child, getChildSpec => get_childspec}),
    case otp_tree:is_pool(Context, Sup) andalso lists:member(Called, [terminate_child, get_childspec]) of
        true -> {Sup, {by_pid, Called, Path}};
        false -> {Sup, {Called, Id}}
    end.

%% ---- settling ----

%% Whatever is under way is, at each moment, in some supervisor that is not idle; a death can travel from one that
%% was not looked at yet to one that was, but then it leaves a dead process among the latter's links.
settle(Context) ->
    wait_until(fun() -> lists:all(fun is_idle/1, live(Context)) andalso lists:all(fun is_idle/1, live(Context)) end),
    event(Context, {children, [{Path, supervisor:which_children(Pid)} || {Path, Pid} <- lists:sort(live_paths(Context))]}).

live(Context) -> [Pid || {_, Pid} <- live_paths(Context)].
live_paths(Context) -> [Entry || {_, Pid} = Entry <- otp_tree:supervisors(Context), is_up(Pid)].

is_idle(Sup) ->
    case process_info(Sup, [status, current_function, message_queue_len, links]) of
        [{status, waiting}, {current_function, {gen_server, loop, _}}, {message_queue_len, 0}, {links, Links}] ->
            lists:all(fun is_process_alive/1, Links);
        _ -> false
    end.

wait_until(Done) -> wait_until(Done, 0).
wait_until(Done, Tries) ->
    case Done() of
        true -> ok;
        false when Tries < 200 -> erlang:yield(), wait_until(Done, Tries + 1);
        false when Tries < 20000 -> receive after 1 -> wait_until(Done, Tries + 1) end;
        false -> exit(does_not_settle)
    end.

is_up(Pid) -> is_pid(Pid) andalso is_process_alive(Pid).

links(Pid) ->
    case process_info(Pid, links) of
        {links, Links} -> Links;
        undefined -> []
    end.

split(Path) ->
    Ids = string:split(Path, "/", trailing),
    {hd(Ids), list_to_atom(lists:last(Ids))}.
