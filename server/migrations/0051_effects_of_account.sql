-- What of an account's money is on its way is asked for at every look at its money.
create index effects_account on effects (marketplace, account, kind);
