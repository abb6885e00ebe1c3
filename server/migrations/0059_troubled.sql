-- What the console shows of deliveries is the few that failed or are being tried again: found without reading all that went well.
create index mails_troubled on mails (marketplace, id) where state = 'failed' or (state = 'queued' and attempts > 0);
create index webhook_deliveries_failed on webhook_deliveries (marketplace, id) where state = 'failed';
