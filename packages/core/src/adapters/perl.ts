/** Where perl is: part of every Debian (perl-base is essential). Never looked up in a PATH, which anybody may have set. */
export const PERL = '/usr/bin/perl'
