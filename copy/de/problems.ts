/** What goes wrong at the edge, in German. Statuses and rules stand in English. */
import type { Language, RefusalText } from '../types.ts';

const no = (title: string, detail: string, fix: string): RefusalText => ({ title, detail, fix });
const api = (words: RefusalText, developer: string): RefusalText => ({ ...words, developer });

export const FOUND_IN_FILES: Language['FOUND_IN_FILES'] = {
  windowsProgram: 'ein Windows-Programm',
  linuxProgram: 'ein Linux-Programm',
  macProgram: 'ein macOS-Programm',
  wasm: 'ein WebAssembly-Programm',
  jar: 'ein Java-Programm (JAR)',
  javaClass: 'eine Java-Klasse',
  androidApp: 'eine Android-App',
  windowsShortcut: 'eine Windows-Verknüpfung',
  flash: 'ein Flash-Programm',
  diskImage: 'ein macOS-Abbild',
  extension: 'eine Browser-Erweiterung',
  linuxPackage: 'ein Linux-Paket',
  javaOrMac: 'eine Java-Klasse oder ein macOS-Programm',
  packedJava: 'ein gepacktes Java-Programm',
  script: 'ein Skript (die erste Zeile nennt das Programm dafür)',
  opensItself: 'eine Datei, die beim Öffnen startet',
};

export const WEBHOOK_FAULTS: Language['WEBHOOK_FAULTS'] = {
  target_unfit: 'Eine solche Adresse kann ein Webhook nicht haben.',
  target_private: 'Die Adresse gehört zu einem privaten Netz oder zu diesem Rechner selbst; nur öffentliche Adressen werden aufgerufen.',
  target_unknown: 'Unter diesem Namen ist nichts bekannt.',
  target_unreachable: 'Es kam keine Verbindung zustande, oder ihr Zertifikat ist nicht gut.',
  target_slow: 'Innerhalb von 10 Sekunden kam keine Antwort.',
  refused: 'Der Empfänger antwortete mit Status {status}; angenommen ist es bei einem Status von 200 bis 299.',
  secret_unreadable: 'Das Geheimnis dieses Webhooks lässt sich nicht mehr lesen; legen Sie einen neuen an.',
};

export const PROBLEMS: Language['PROBLEMS'] = {
  not_signed_in: api(
    no(
      'Sie sind nicht angemeldet',
      'Sie haben sich noch nicht angemeldet, oder Ihre Sitzung ist vorbei.',
      'Melden Sie sich an, und machen Sie da weiter, wo Sie waren.',
    ),
    'Senden Sie die Kopfzeile "Authorization: Bearer fh_…" mit einem Schlüssel von Ihnen.',
  ),
  confirmation_needed: api(
    no(
      'Bitte zeigen Sie, dass Sie es sind',
      'Das könnte Geld oder Daten wegnehmen oder andere für Sie handeln lassen, darum braucht es noch einmal Ihr Passwort.',
      'Geben Sie Ihr Passwort ein. Dann haben Sie {minutes} Minuten Zeit dafür.',
    ),
    'Senden Sie das Passwort zuerst an POST /v1/sessions/confirm.',
  ),
  confirmation_wrong: no(
    'Das stimmt nicht',
    'Das Passwort oder der Code ist ein anderer.',
    'Versuchen Sie es noch einmal, oder wählen Sie ein neues Passwort.',
  ),
  passkey_wrong: no(
    'Dieser Passkey wurde nicht angenommen',
    'Er ist hier nicht mehr bekannt, oder die Antwort kam zu spät oder zweimal.',
    'Versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort.',
  ),
  passkey_known: no(
    'Dieser Passkey ist schon hier',
    'Das Gerät hat schon einen für diese Adresse.',
    'Nehmen Sie den, oder entfernen Sie ihn zuerst.',
  ),
  passkey_none: no(
    'Sie haben keinen Passkey',
    'Zu Ihrem Konto gehört keiner.',
    'Nehmen Sie Ihr Passwort, oder richten Sie in den Einstellungen einen Passkey ein.',
  ),
  too_many_passkeys: no('Sie haben zu viele Passkeys', 'Ein Konto hat höchstens {most}.', 'Entfernen Sie einen, den Sie nicht mehr brauchen.'),
  confirmation_code: api(
    no('Es braucht auch einen Code', 'Ihr Konto hat einen zweiten Faktor.', 'Geben Sie einen Code aus Ihrer App oder einen Ersatzcode ein.'),
    'Senden Sie ihn als "code".',
  ),
  erasure_blocked: no(
    'Ihr Konto kann noch nicht gelöscht werden',
    'Das muss erst zu Ende sein: {what}',
    'Beenden Sie es, lassen Sie auszahlen, was Ihnen gehört, und fragen Sie dann wieder.',
  ),
  erasure_not_asked: no('Es gibt nichts zu stoppen', 'Niemand will dieses Konto löschen lassen.', 'Es ist nichts zu tun.'),
  'bank_account_mistyped.iban': no(
    'Diese IBAN enthält einen Tippfehler',
    'Die Prüfziffern passen nicht.',
    'Vergleichen Sie sie Ziffer für Ziffer mit dem, was Ihre Bank schreibt.',
  ),
  'bank_account_mistyped.routing': no(
    'Diese Routing-Nummer enthält einen Tippfehler',
    'Sie hat neun Ziffern, und die letzte muss zu den anderen passen.',
    'Nehmen Sie sie von einem Scheck oder von der Seite Ihrer Bank.',
  ),
  'bank_account_mistyped.number': no(
    'Diese Kontonummer enthält einen Tippfehler',
    'Sie hat 4 bis 17 Ziffern.',
    'Vergleichen Sie sie mit dem, was Ihre Bank schreibt.',
  ),
  currency_not_paid_out: no(
    'In dieser Währung wird nichts ausgezahlt',
    'In {currency} gibt es keine Auszahlungen.',
    'Wählen Sie eine andere Währung.',
  ),
  payout_change_over: no(
    'Es gibt keine Änderung zu stoppen',
    'Dieses Konto wartet nicht darauf, genutzt zu werden.',
    'Sehen Sie noch einmal nach: Es ist schon in Gebrauch, oder die Änderung wurde gestoppt.',
  ),
  payout_being_sent: no(
    'Gerade wird etwas darauf ausgezahlt',
    'Die Bank hat eine Auszahlung an {method} noch nicht angenommen.',
    'Entfernen Sie das Konto in ein paar Minuten.',
  ),
  foreign_origin: api(
    no(
      'Diese Anfrage kommt von einer anderen Website',
      'Was etwas ändert, nehmen wir nur von unseren eigenen Seiten an.',
      'Öffnen Sie unsere eigenen Seiten, und tun Sie es dort.',
    ),
    'Programme nehmen einen API-Schlüssel.',
  ),
  scope_missing: no(
    'Dieser Schlüssel darf nur lesen',
    'Ihm fehlt die Berechtigung "{scope}".',
    'Nehmen Sie einen Schlüssel mit dieser Berechtigung.',
  ),
  'scope_missing.read': no(
    'Dieser Schlüssel darf nur schreiben',
    'Ihm fehlt die Berechtigung "{scope}".',
    'Nehmen Sie einen Schlüssel mit dieser Berechtigung.',
  ),
  second_factor_required: no(
    'Unser Team handelt mit zweitem Faktor',
    'Ihr Konto hat noch keinen.',
    'Richten Sie ihn unter Einstellungen, Sicherheit ein und melden Sie sich neu an.',
  ),
  viewing_only: no(
    'Sie sehen nur zu',
    'Sie sehen diese Seiten mit den Augen eines anderen. Geändert werden kann dabei nichts.',
    'Beenden Sie das oben auf der Seite, und handeln Sie dann selbst.',
  ),
  'viewing_only.unseen': no(
    'Das bleibt dem Team verborgen',
    'Entwürfe, Anmeldungen und Schlüssel sieht niemand außer dem Menschen selbst.',
    'Fragen Sie die Person, wenn Sie es wissen müssen.',
  ),
  viewing_not_yours: no(
    'Sie entscheiden Fälle',
    'Angebote und verdeckte Antworten bleiben Schlichtung und Schiedsgericht verborgen; darum sehen sie keine Seiten anderer.',
    'Bitten Sie jemanden aus dem Support, der keine Fälle entscheidet.',
  ),
  viewing_staff: no(
    'Diese Person gehört zum Team',
    'Seiten des Teams werden anderen im Team nicht gezeigt.',
    'Sehen Sie stattdessen in den Verlauf.',
  ),
  session_needed: no(
    'Das kann ein Schlüssel nicht',
    'Schlüssel und Anmeldungen verwaltet ein angemeldeter Mensch.',
    'Melden Sie sich an, und tun Sie es unter Einstellungen.',
  ),
  not_found: no(
    'Nicht gefunden',
    'Hier ist nichts, oder Sie dürfen es nicht sehen.',
    'Prüfen Sie die Adresse, oder melden Sie sich als jemand an, der beteiligt ist.',
  ),
  'not_found.address': api(
    no('Nicht gefunden', 'Unter {address} ist nichts.', 'Prüfen Sie die Adresse.'),
    'Die Adressen der Schnittstelle stehen unter /docs.',
  ),
  'not_found.passkey': api(
    no('Nicht gefunden', 'Diesen Passkey haben Sie nicht.', 'Laden Sie die Seite neu. Sie zeigt, welche Sie haben.'),
    'Ihre Passkeys nennt GET /v1/passkeys.',
  ),
  'not_found.draft': api(
    no('Nicht gefunden', 'Davon haben Sie keinen Entwurf.', 'Beginnen Sie neu. Vielleicht hat eine andere Seite von Ihnen ihn gelöscht.'),
    'Ihre Entwürfe nennt GET /v1/drafts.',
  ),
  draft_changed: api(
    no(
      'Dieser Entwurf wurde anderswo geändert',
      'Eine andere Seite oder ein anderes Gerät hat ihn inzwischen gespeichert. Er steht jetzt bei Fassung {version}. Nichts wurde überschrieben.',
      'Sehen Sie an, was jetzt gespeichert ist. Speichern Sie dann noch einmal.',
    ),
    'Er steht in "draft" dieser Antwort. Speichern Sie über seine Fassung.',
  ),
  'too_large.draft': no('Der Entwurf ist zu groß', 'Ein Entwurf fasst bis zu 64 kB.', 'Speichern Sie weniger davon.'),
  too_many_drafts: api(
    no('Sie haben zu viele Entwürfe', 'Es werden {most} behalten.', 'Senden oder löschen Sie zuerst einige.'),
    'DELETE /v1/drafts/:key löscht einen.',
  ),
  too_many_webhooks: api(
    no('Dieses Konto hat zu viele Webhooks', 'Ein Konto hat höchstens {most}.', 'Löschen Sie einen, den Sie nicht mehr brauchen.'),
    'DELETE /v1/webhooks/:id löscht einen.',
  ),
  webhook_address: no('Ein Webhook kann dort nicht hin', '{why}', 'Geben Sie eine öffentliche https-Adresse ohne Benutzernamen und Passwort an.'),
  too_many_streams: no(
    'Zu viele offene Verbindungen',
    'Sie haben schon {count} offen.',
    'Schließen Sie einige Seiten. Seiten eines Browsers können sich eine Verbindung teilen.',
  ),
  stopping: api(
    no('Dieser Server wird gerade angehalten', 'Mit dem, was Sie gesendet haben, ist nichts geschehen.', 'Versuchen Sie es gleich noch einmal.'),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
  bad_cursor: api(
    no(
      'Diese Stelle hat die Liste nicht',
      'Die Stelle, nach der gefragt wurde, kam nicht von dieser Liste.',
      'Beginnen Sie wieder am Anfang der Liste.',
    ),
    'Beginnen Sie ohne "cursor", und machen Sie mit dem aus der Antwort weiter.',
  ),
  'not_found.person': no('Nicht gefunden', 'Diese Person gibt es nicht.', 'Suchen Sie unter Personen.'),
  'not_found.policyDraft': no('Nicht gefunden', 'Diesen Entwurf gibt es nicht.', 'Wählen Sie einen unter Regeln.'),
  'not_found.check': no('Nicht gefunden', 'Diese Prüfung gibt es nicht.', 'Beginnen Sie eine unter Verlauf.'),
  'already_so.appointed': no(
    'Das ist schon so',
    'Diese Person hat die Aufgabe schon.',
    'Laden Sie die Seite neu. Vielleicht hat es jemand anderes geändert.',
  ),
  'already_so.withdrawn': no(
    'Das ist schon so',
    'Diese Person hat die Aufgabe nicht.',
    'Laden Sie die Seite neu. Vielleicht hat es jemand anderes geändert.',
  ),
  last_operator: no(
    'Das ist der letzte Betreiber',
    'Ohne Betreiber kann niemand mehr etwas an der Installation ändern.',
    'Ernennen Sie zuerst einen anderen Betreiber.',
  ),
  not_yourself: no('Nicht für sich selbst', 'Niemand gibt oder nimmt sich selbst eine Aufgabe.', 'Bitten Sie einen anderen Betreiber.'),
  policy_unknown: no(
    'Diese Regeln gibt es nicht',
    'Weder eine veröffentlichte Fassung noch ein Paket heißt „{name}“.',
    'Wählen Sie eine Fassung oder ein Paket aus der Liste.',
  ),
  holds_too_long: no(
    'Geld könnte zu lange liegen',
    'Mit diesen Regeln kann Geld {days} Tage hinterlegt bleiben; der Zahlungsdienst erlaubt {limit}. Der längste Weg: {path}.',
    'Verkürzen Sie eine dieser Fristen oder die Verlängerungen, die das Team gewähren darf.',
  ),
  policy_faults: no('Die Regeln haben Fehler', '{faults}', 'Berichtigen Sie, was genannt ist. Versuchen Sie es dann noch einmal.'),
  'wrong_state.proposed': no(
    'Das lässt sich jetzt nicht ändern',
    'Der Stand dieses Entwurfs ist: {state}.',
    'Geben Sie ihn zum Ändern zurück, oder beginnen Sie einen anderen.',
  ),
  'wrong_state.policyDraft': no(
    'Das lässt sich jetzt nicht ändern',
    'Der Stand dieses Entwurfs ist: {state}.',
    'Beginnen Sie einen anderen Entwurf.',
  ),
  'wrong_state.notProposed': no('Er ist nicht vorgeschlagen', 'Der Stand dieses Entwurfs ist: {state}.', 'Laden Sie die Seite neu.'),
  no_difference: no('Nichts würde sich ändern', 'Der Entwurf ist wie die geltende Fassung.', 'Ändern Sie zuerst etwas.'),
  needs_second_person: no(
    'Das braucht eine zweite Person',
    'Wer eine Fassung entworfen oder vorgeschlagen hat, veröffentlicht sie nicht.',
    'Bitten Sie einen anderen Betreiber.',
  ),
  not_typed: no(
    'Der Name ist nicht der des Entwurfs',
    'Zum Veröffentlichen gehört der Name „{name}“, getippt, wie er geschrieben ist.',
    'Lesen Sie den Namen noch einmal und tippen Sie ihn.',
  ),
  'not_typed.count': no(
    'Die Zahl stimmt nicht',
    'Wer vieles noch einmal versucht, tippt, wie viel es ist: {count}.',
    'Lesen Sie noch einmal, wie viele es sind, und tippen Sie die Zahl.',
  ),
  stale_document: no(
    'Der Entwurf ist nicht mehr der, den Sie gelesen haben',
    'Er wurde inzwischen geändert.',
    'Laden Sie die Seite neu und lesen Sie, was anders ist.',
  ),
  'not_waiting.mail': no('Das wartet auf niemanden', 'Diese Mail ist zugestellt, oder es wird schon wieder versucht.', 'Laden Sie die Seite neu.'),
  'not_waiting.payment': no(
    'Das wartet auf niemanden',
    'Die Antwort der Bank ist bekannt, oder die Zahlung ist unterwegs.',
    'Laden Sie die Seite neu.',
  ),
  'not_waiting.webhook': no(
    'Das wartet auf niemanden',
    'Es ist mitgeteilt, wird schon wieder versucht, oder der Webhook ist abgeschaltet.',
    'Laden Sie die Seite neu.',
  ),
  bank_away: no('Die Bank antwortet nicht', 'In ihr Buch ließ sich gerade nicht sehen.', 'Fragen Sie gleich noch einmal. Es ist nichts geschehen.'),
  book_disagrees: no(
    'Die Bank hat unter dieser Kennung etwas anderes',
    'Betrag, Währung oder Art sind nicht unsere; durch Fragen lässt sich nichts buchen.',
    'Klären Sie es mit der Bank: Sie muss ihre Buchung berichtigen.',
  ),
  no_idempotency_key: no(
    'Die Anfrage braucht einen Idempotency-Key',
    'Jedes Schreiben trägt einen Schlüssel von Ihnen: bis zu 200 sichtbare ASCII-Zeichen, neu für jede Sache.',
    'Senden Sie die Kopfzeile Idempotency-Key mit einem neuen Zufallswert; beim Wiederholen denselben.',
  ),
  key_reused: no(
    'Dieser Idempotency-Key war schon für etwas anderes da',
    'Derselbe Schlüssel kam schon mit anderem Inhalt.',
    'Nehmen Sie für eine neue Anfrage einen neuen Schlüssel; wiederholen Sie den alten Inhalt genau, um die alte Antwort zu bekommen.',
  ),
  request_running: api(
    no(
      'Das läuft noch',
      'Es wurde schon gesendet und ist noch nicht fertig. Nichts geschieht doppelt.',
      'Warten Sie kurz, und versuchen Sie es noch einmal.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key noch einmal.',
  ),
  no_case: no(
    'Es gab keinen Fall',
    'Bei diesem Vertrag wurde nie etwas zurückgefordert oder bestritten.',
    'Sehen Sie den Vertrag selbst an; was geschah, steht unter Verlauf.',
  ),
  not_handed_over: no(
    'Es wurde keine Akte übergeben',
    'Der Fall ging nicht an ein Schiedsgericht, oder die Akte wird gerade festgehalten.',
    'Sind beide Gebühren bezahlt, versuchen Sie es gleich noch einmal; bis dahin speichern Sie die Akte, wie sie jetzt ist.',
  ),
  statement_too_long: no(
    'Das ist zu lang für ein Dokument',
    'Ein Dokument fasst höchstens {most} Zeilen. Dieser Kontoauszug hat {lines}.',
    'Wählen Sie einen kürzeren Zeitraum oder einen Filter. Oder sichern Sie ihn als Tabelle (CSV) oder als JSON: Diese fassen alles.',
  ),
  nothing_under_key: no(
    'Unter diesem Schlüssel ist nichts geschehen',
    'Keine Handlung dieses Vertrags trägt ihn.',
    'Sehen Sie nach, was jetzt geschehen würde. Senden Sie es noch einmal, wenn Sie es noch wollen.',
  ),
  card_unknown: api(
    no(
      'Diese Karte kennen wir nicht',
      'Das Konto, das zahlt, hat diese Karte nicht, oder es ist keine gewählt.',
      'Wählen Sie eine Ihrer Karten, oder fügen Sie zuerst eine hinzu.',
    ),
    'Karten kommen mit POST /v1/cards hinzu.',
  ),
  unknown_card: api(
    no('Die Bank kennt diese Karte nicht', 'Der Zahlungsdienst hat sie nicht ausgegeben.', 'Wählen Sie eine andere Karte.'),
    'Nehmen Sie ein Kennzeichen, das GET /v1/cards nennt, zum Beispiel {token}.',
  ),
  message_unknown: api(
    no(
      'Diese Nachricht gibt es nicht',
      'Eine Nachricht Nummer {seq} hat dieser Vertrag nicht.',
      'Laden Sie die Seite neu, und wählen Sie die Nachricht dort.',
    ),
    'Nehmen Sie die seq einer Nachricht aus dem Verlauf.',
  ),
  freelancer_unknown: api(
    no(
      'Dieses Konto hat niemand',
      'Die Person oder Agentur, die Sie gewählt haben, gibt es hier nicht mehr.',
      'Suchen Sie nach dem Namen, und wählen Sie noch einmal.',
    ),
    'Ein Konto {account} gibt es nicht. GET /v1/people?q=name findet die Person.',
  ),
  'freelancer_unknown.none': no(
    'Es ist niemand gewählt',
    'Ein Angebot geht an eine Person oder Agentur.',
    'Suchen Sie nach dem Namen, und wählen Sie aus.',
  ),
  declare_first: no(
    'Sie haben diesen Fall nicht übernommen',
    'Vorher sehen Sie, worum es geht, ohne die Namen und Worte der beiden.',
    'Übernehmen Sie den Fall. Damit erklären Sie, dass Sie mit keiner Seite verbunden sind.',
  ),
  managers_only: no(
    'Das kann nur, wer die Agentur leitet',
    'Sie sind Mitglied von {agency}, leiten sie aber nicht.',
    'Bitten Sie jemanden, der die Agentur leitet.',
  ),
  person_unknown: no(
    'Diese Adresse hat hier niemand',
    'Mitglieder melden sich zuerst selbst an.',
    'Bitten Sie die Person, ein Konto anzulegen. Fügen Sie dann die Adresse hinzu.',
  ),
  last_manager: no(
    'Eine Agentur behält mindestens eine Leitung',
    'Diese Person ist die einzige.',
    'Geben Sie die Leitung zuerst auch jemand anderem.',
  ),
  too_many_files: no(
    'Zu viele Dateien',
    'Es waren {count} Dateien; {most} sind auf einmal erlaubt.',
    'Wählen Sie höchstens {most} Dateien, oder packen Sie mehrere in ein ZIP-Archiv.',
  ),
  file_not_yours: api(
    no(
      'Eine Datei kann hier nicht verwendet werden',
      'Eine der Dateien gehört nicht Ihnen oder wurde schon woanders verwendet.',
      'Entfernen Sie die Datei, und wählen Sie sie noch einmal.',
    ),
    'Eine freie Datei {id} von Ihnen gibt es nicht. Laden Sie sie mit POST /v1/files hoch, und nennen Sie die id der Antwort.',
  ),
  file_too_large: no(
    'Die Datei ist zu groß',
    'Eine Datei darf höchstens 25 MB haben.',
    'Verkleinern oder teilen Sie die Datei. Für mehr geben Sie einen Link.',
  ),
  file_empty: no('Die Datei ist leer', 'Die Datei hat keinen Inhalt.', 'Prüfen Sie die Datei bei sich und laden Sie sie noch einmal hoch.'),
  file_type_refused: no(
    'Diese Art von Datei nehmen wir nicht',
    '{name} ist dem Inhalt nach {what}, was immer der Name sagt.',
    'Laden Sie Dokumente, Bilder, Ton, Video oder Text hoch. Packen Sie Programme und Skripte in ein ZIP-Archiv, oder geben Sie einen Link.',
  ),
  'file_missing.form': api(
    no('Es kam keine Datei an', 'Es wurde keine Datei mitgesendet.', 'Wählen Sie die Datei noch einmal.'),
    'Die Anfrage ist nicht multipart/form-data. Senden Sie eine Datei im Feld "file".',
  ),
  'file_missing.unreadable': api(
    no('Es kam keine Datei an', 'Die Datei war nicht lesbar.', 'Wählen Sie die Datei noch einmal.'),
    'Das Formular war nicht lesbar. Senden Sie eine Datei als multipart/form-data im Feld "file".',
  ),
  'file_missing.none': api(
    no('Es kam keine Datei an', 'Es wurde keine Datei mitgesendet.', 'Wählen Sie eine Datei.'),
    'Im Formular ist keine Datei. Senden Sie eine im Feld "file".',
  ),
  'file_missing.field': api(
    no('Es kam keine Datei an', 'Es wurde keine Datei mitgesendet.', 'Wählen Sie die Datei noch einmal.'),
    'Die Datei ist im Feld "{field}". Senden Sie sie im Feld "file".',
  ),
  'file_missing.broken': api(
    no('Es kam keine Datei an', 'Das Hochladen brach ab.', 'Wählen Sie die Datei noch einmal.'),
    'Senden Sie eine Datei als multipart/form-data im Feld "file".',
  ),
  file_link_over: no(
    'Der Link ist abgelaufen',
    'Ein Link zu einer Datei gilt zwei Minuten.',
    'Öffnen Sie die Datei noch einmal von ihrer Seite aus.',
  ),
  file_unavailable: api(
    no(
      'Die Datei ist nicht auf diesem Server',
      'Ihr Inhalt fehlt dort, wo wir Dateien aufbewahren.',
      'Sagen Sie es dem Betreiber. Vielleicht muss die Datei aus einer Sicherung zurückgeholt werden.',
    ),
    'Im Datenordner fehlt der Inhalt von {id}.',
  ),
  not_signed: no('Die Signatur passt nicht', 'Hier darf nur der Zahlungsdienst melden.', 'Prüfen Sie das gemeinsame Geheimnis.'),
  'bad_input.clock': api(
    no('Sagen Sie, wie weit', 'Die Uhr braucht einen Zeitpunkt, eine Dauer oder die nächste Frist.', 'Wählen Sie eines der drei.'),
    'Senden Sie "to", "by" (wie P7D oder PT2H) oder "next": true.',
  ),
  clock_never_back: no('Die Testuhr geht nie zurück', 'Es ist schon {now}.', 'Wählen Sie einen späteren Zeitpunkt.'),
  clock_too_far: no('Das ist zu weit', 'Ein Sprung geht höchstens hundert Jahre.', 'Wählen Sie einen früheren Zeitpunkt.'),
  rate_limited: no(
    'Zu viele Anfragen',
    'Von dieser Adresse kamen mehr als {most} Anfragen in einer Minute.',
    'Warten Sie {seconds} Sekunden und machen Sie dann weiter.',
  ),
  'rate_limited.account': no(
    'Zu viele Anfragen',
    'Von diesem Konto kamen mehr als {most} Anfragen in einer Minute.',
    'Warten Sie {seconds} Sekunden und machen Sie dann weiter.',
  ),
  'rate_limited.signIn': no(
    'Zu viele Versuche',
    'Dieses Konto wurde in einer Viertelstunde mehr als {most} Mal versucht.',
    'Warten Sie {seconds} Sekunden, oder setzen Sie ein neues Passwort.',
  ),
  'rate_limited.witness': no(
    'Zu viele Anfragen',
    'Dieser Link wurde in einer Viertelstunde mehr als {most} Mal geöffnet.',
    'Warten Sie {seconds} Sekunden, dann geht es weiter.',
  ),
  invitation_over: no(
    'Diese Einladung geht nicht',
    'Sie ist beantwortet, zurückgezogen oder vorbei, oder der Link ist nicht ganz.',
    'Öffnen Sie den Link aus unserer Mail noch einmal. Wenn Sie ausgesagt haben, kam die Quittung per Mail.',
  ),
  bad_request: api(
    no('Etwas von Ihren Angaben passt nicht', '{problems}', 'Ändern Sie, was genannt ist, und senden Sie noch einmal.'),
    '{raw} Vergleichen Sie es mit der Beschreibung unter /docs.',
  ),
  'bad_request.unreadable': api(
    no('Das war nicht lesbar', 'Was gesendet wurde, kam nicht ganz an.', 'Laden Sie die Seite, und versuchen Sie es noch einmal.'),
    '{problem} Senden Sie JSON mit der Kopfzeile content-type: application/json.',
  ),
  too_large: api(
    no('Das ist zu viel auf einmal', 'Die Texte eines Formulars fassen zusammen bis zu 1 MB.', 'Kürzen Sie es, oder geben Sie einen Teil als Datei.'),
    'Eine Anfrage fasst bis zu 1 MB. Laden Sie Dateien mit POST /v1/files hoch, und nennen Sie ihre id.',
  ),
  database_away: api(
    no(
      'Unsere Daten sind gerade nicht erreichbar',
      'Was Sie gesendet haben, ist nicht geschehen, oder es findet sich wieder, wenn es noch einmal kommt.',
      'Versuchen Sie es gleich noch einmal. Nichts geschieht doppelt.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
  storage_full: api(
    no(
      'Es ist kein Platz zum Schreiben',
      'Der Speicher dieser Installation ist voll. Lesen geht; geändert wurde nichts.',
      'Versuchen Sie es später noch einmal. Wer die Installation betreibt, muss Platz schaffen.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
  read_only: api(
    no(
      'Gerade kann nichts geschrieben werden',
      'Die Datenbank dieser Installation nimmt zurzeit keine Änderungen an. Lesen geht; aufgezeichnet wurde nichts.',
      'Was Sie getippt haben, bleibt auf diesem Gerät. Senden Sie es noch einmal, wenn der Hinweis über der Seite weg ist.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
  unavailable: api(
    no(
      'Das konnte gerade nicht entschieden werden',
      'Es ist nicht geschehen, oder es findet sich wieder, wenn es noch einmal kommt.',
      'Versuchen Sie es gleich noch einmal. Nichts geschieht doppelt.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
  internal: api(
    no(
      'Bei uns ist etwas schiefgegangen',
      'Wir haben den Fehler unter der Nummer dieser Antwort notiert.',
      'Versuchen Sie es gleich noch einmal. Nichts geschieht doppelt.',
    ),
    'Senden Sie dieselbe Anfrage mit demselben Idempotency-Key; nichts geschieht doppelt.',
  ),
};
