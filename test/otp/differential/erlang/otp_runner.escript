#!/usr/bin/env escript
%% Reads one case a line (an Erlang term, see otp_case.erl), runs it on real supervisors and answers with its lines
%% and an empty one. Ends with its input.
-mode(compile).

main(_) ->
    logger:set_primary_config(level, none),
    Here = filename:dirname(escript:script_name()),
    [load(filename:join(Here, Module)) || Module <- ["otp_tree", "otp_lines", "otp_case"]],
    otp_lines:watch(),
    ok = io:setopts([binary, {encoding, latin1}]),
    io:put_chars(["OTP ", erlang:system_info(otp_release), "\n\n"]),
    serve().

load(File) ->
    {ok, Module, Code} = compile:file(File, [binary, return_errors]),
    {module, Module} = code:load_binary(Module, File, Code).

serve() ->
    case io:get_line('') of
        eof -> ok;
        Line ->
            {ok, Tokens, _} = erl_scan:string(binary_to_list(Line)),
            {ok, Case} = erl_parse:parse_term(Tokens),
            io:put_chars([[[Text, $\n] || Text <- otp_case:run(Case)], $\n]),
            serve()
    end.
