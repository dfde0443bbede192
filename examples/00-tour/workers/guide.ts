// Says what there is to see, and is done. It is the last to start, so that this stays on the screen for a while.
console.log(`Welcome to a supervision tree of real processes:

  tour         one_for_one: who crashes comes back, alone
    jobs       one_for_one
      cleaner  works on and on
      mailer   crashes every 20 s, on purpose
    shop       rest_for_one: and so do all that come after it
      db       crashes every 45 s, on purpose
      api      is stopped first, and comes back after db

Lines with a time are the supervisors': what they do, and why.
Lines with a | are a child's own. mailer (2) is its second life.
Try kill -9 and any pid above. Ctrl-C stops all, in reverse order.
`)
