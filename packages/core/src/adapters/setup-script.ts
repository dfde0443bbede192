// What runs in the child's process, under the child's pid, before its program: a script for perl, which every Debian has
// (perl-base is essential). It sets what is asked for, tells how that went, and becomes the program by exec.
//
// Why no chain of sh, nice, choom, prlimit and setpriv: sh loses variables whose names it cannot have (`a.b`), nice goes
// on when it fails, none of them can tell that the program could not be run, and all of them would run with the child's
// environment (LD_PRELOAD) before the rights are given up. The script gets an empty environment, and the child's on stdin.

/** What is to be set, as the script reads it: each field ends with a NUL, and so does each variable after them. */
export const FIELDS = ['umask', 'nice', 'oomScoreAdj', 'nofile', 'prlimit', 'user', 'group', 'cwd', 'given'] as const

/**
 * Its arguments: the descriptor to tell on, then the program and its arguments. It tells of a step that failed by its
 * name and the number of the system's error, and `go` right before the exec. Privileges go after all that needs them, the
 * limit of open files after all that opens some.
 */
export const SETUP_SCRIPT = String.raw`
open(my $told, '>&=', shift) or exit 126;
fcntl($told, 2, 1); # close on exec: its end says that the program runs
sub failed { syswrite($told, join(' ', @_) . "\n"); exit 126 }

my ($umask, $nice, $oom, $nofile, $prlimit, $user, $group, $cwd, $given, @env) = split(/\0/, do { local $/; <STDIN> }, -1);
pop @env;
open(STDIN, '<', '/dev/null') or failed('stdin', $! + 0);

if ($oom ne '') {
  my $file;
  open($file, '>', '/proc/self/oom_score_adj') && syswrite($file, $oom) && close($file) or failed('oom', $! + 0);
}
if ($nice ne '') { setpriority(0, 0, $nice) or failed('nice', $! + 0) }
if ($umask ne '') { defined(umask($umask + 0)) or failed('umask', $! + 0) }

my ($name, $uid, $gid, %of);
if ($user ne '') {
  my @entry = getpwnam($user);
  @entry = getpwuid($user) if !@entry && $user =~ /^\d+$/;
  failed('user', 0) if !@entry && $user !~ /^\d+$/;
  ($name, $uid, $gid) = @entry ? @entry[0, 2, 3] : (undef, $user, undef);
  %of = (HOME => $entry[7], SHELL => $entry[8] || '/bin/sh', USER => $name, LOGNAME => $name) if @entry;
}
if ($group ne '') {
  my @entry = getgrnam($group);
  failed('group', 0) if !@entry && $group !~ /^\d+$/;
  $gid = @entry ? $entry[2] : $group;
}
my $isOther = defined($uid) && ($uid != $< || $uid != $>);
failed('groupless', 0) if $isOther && !defined($gid);
my @groups = split(' ', $));
shift @groups;
if ($isOther) {
  @groups = ($gid);
  if (defined($name)) {
    # As the system knows them, wherever it looks them up: what the file /etc/group says is not all.
    open(my $id, '-|', '/usr/bin/id', '-G', '--', $name) or failed('groups', $! + 0);
    push @groups, grep { $_ != $gid } split(' ', join(' ', <$id>));
    close($id) or failed('groups', $! + 0);
  }
}

if ($nofile ne '') {
  my $limit = pack('QQ', $nofile, $nofile);
  syscall($prlimit + 0, 0, 7, $limit, 0) == 0 or failed('nofile', $! + 0); # RLIMIT_NOFILE
}

if ($isOther || ($group ne '' && ($gid != $( || $gid != $)))) {
  $! = 0;
  $) = join(' ', $gid, @groups);
  failed('denied', $! + 0) if $!;
  $( = $gid;
  failed('denied', $! + 0) if $!;
  ($<, $>) = ($uid, $uid) if $isOther;
  failed('denied', $! + 0) if $!;
  # Whatever was said: never the program with other rights than those asked for.
  my %kept = map { $_ => 1 } split(' ', $));
  my %meant = map { $_ => 1 } $gid, @groups;
  my $isSo = $( == $gid && $) == $gid && join(' ', sort keys %kept) eq join(' ', sort keys %meant);
  failed('denied', 1) unless $isSo && (!$isOther || ($< == $uid && $> == $uid));
}

chdir($cwd) or failed('cwd', $! + 0);
my %own = map { $_ => 1 } split(/,/, $given);
%ENV = ();
for (grep { !$own{$_} } keys %of) { $ENV{$_} = $of{$_} }
for (@env) { my ($key, $value) = split(/=/, $_, 2); $ENV{$key} = $value }
syswrite($told, "go\n");
exec { $ARGV[0] } @ARGV;
failed('exec', $! + 0);
`
