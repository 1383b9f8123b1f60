package finding

import "github.com/mdscript/mdscript/lang/diag"

// The codes of banks: 13 their state and operations, 14 what is damaged in them, 15 policies.
const (
	Locked         diag.Code = "O1301"
	NoBank         diag.Code = "O1302"
	BankThere      diag.Code = "O1303"
	BadBankName    diag.Code = "O1304"
	CannotAdd      diag.Code = "O1305"
	CannotChange   diag.Code = "O1306"
	CannotPatch    diag.Code = "O1307"
	CannotRemove   diag.Code = "O1308"
	DraftThere     diag.Code = "O1309"
	NoDraft        diag.Code = "O1310"
	NotRemoved     diag.Code = "O1311"
	CannotSet      diag.Code = "O1312"
	StaleManifest  diag.Code = "O1313"
	NothingPending diag.Code = "O1314"
	PatchTooMuch   diag.Code = "O1315"
	NewerFormat    diag.Code = "O1316"
	DamagedBank    diag.Code = "O1317"
	OtherProgram   diag.Code = "O1318"
	HalfDone       diag.Code = "O1319"
	NoDescription  diag.Code = "O1320"
	OtherDraft     diag.Code = "O1321"
	DataDiffer     diag.Code = "O1322"
	NoVersion      diag.Code = "O1323"
	BadStructure   diag.Code = "O1324"
	OlderStore     diag.Code = "O1325"
	ScheduledGone  diag.Code = "O1326"
	DiskFull       diag.Code = "O1327"
	ReadOnly       diag.Code = "O1328"

	WrongBytes    diag.Code = "O1401"
	WrongSize     diag.Code = "O1402"
	FileMissing   diag.Code = "O1403"
	FileExtra     diag.Code = "O1404"
	WrongForm     diag.Code = "O1405"
	Interrupted   diag.Code = "O1406"
	NotSummed     diag.Code = "O1407"
	OpenVault     diag.Code = "O1408"
	CannotBeRead  diag.Code = "O1409"
	VersionFaulty diag.Code = "O1410"

	BadPolicy      diag.Code = "O1501"
	OtherRegister  diag.Code = "O1502"
	PolicyVariable diag.Code = "O1503"
	TwoSignatures  diag.Code = "O1504"
	PolicyLooser   diag.Code = "O1505"
	PolicyNumber   diag.Code = "O1506"
	KeysNotSigned  diag.Code = "O1507"
	NoNewPolicy    diag.Code = "O1508"
	BadSigningKey  diag.Code = "O1509"
)

// bankEntries is sorted by code.
var bankEntries = []diag.Entry{
	say(Locked, "Another program is writing in {0}.", "Et annet program skriver i {0}.", "Wait until it has ended, and try again. Reading is possible meanwhile.", "Vent til det er ferdig, og prøv igjen. Lesing går bra imens."),
	say(NoBank, "There is no bank {0} in {1}.", "Det er ingen bank {0} i {1}.", "Make it with owner create, or check --store and --bank.", "Lag den med owner create, eller sjekk --store og --bank."),
	say(BankThere, "{0} is already there.", "{0} finnes fra før.", "Use it as it is, or choose another name.", "Bruk den som den er, eller velg et annet navn."),
	say(BadBankName, `"{0}" is no name of a bank.`, "«{0}» er ikke et navn på en bank.", "A name is a reverse domain name of a-z and points, as no.ssb.fdb.", "Et navn er et omvendt domenenavn av a-z og punktum, som no.ssb.fdb."),
	say(CannotAdd, "{0} has the status {1} and cannot be added.", "{0} har status {1} og kan ikke legges til.", "Use --operation change for new data, --operation patch-metadata for new texts.", "Bruk --operation change for nye data, --operation patch-metadata for nye tekster."),
	say(CannotChange, "{0} has the status {1}: its data cannot be changed.", "{0} har status {1}: dataene kan ikke endres.", "Only released datasets can be changed. Use --operation add for one that is new.", "Bare utgitte datasett kan endres. Bruk --operation add for et nytt."),
	say(CannotPatch, "{0} has the status {1}: its metadata cannot be patched.", "{0} har status {1}: metadataene kan ikke rettes.", "Only released datasets can be patched. Use --operation add for one that is new.", "Bare utgitte datasett kan rettes. Bruk --operation add for et nytt."),
	say(CannotRemove, "{0} has the status {1} and cannot be withdrawn.", "{0} har status {1} og kan ikke trekkes tilbake.", "Only released datasets can be withdrawn. Use discard for a draft.", "Bare utgitte datasett kan trekkes tilbake. Bruk discard for et utkast."),
	say(DraftThere, "{0} already has a draft.", "{0} har et utkast fra før.", "Release it, or throw it away with discard.", "Utgi det, eller kast det med discard."),
	say(NoDraft, "{0} has no draft.", "{0} har ikke noe utkast.", "owner list shows the drafts.", "owner list viser utkastene."),
	say(NotRemoved, "{0} is not to be withdrawn.", "{0} skal ikke trekkes tilbake.", "owner list shows the drafts.", "owner list viser utkastene."),
	say(CannotSet, "{0} is to be {2}: its status cannot be {1}.", "{0} har operasjonen {2}: statusen kan ikke være {1}.", "ADD, CHANGE and PATCH_METADATA have DRAFT or PENDING_RELEASE, REMOVE has PENDING_DELETE.", "ADD, CHANGE og PATCH_METADATA har DRAFT eller PENDING_RELEASE, REMOVE har PENDING_DELETE."),
	say(StaleManifest, "The drafts were changed after the release was prepared.", "Utkastene er endret etter at utgivelsen ble forberedt.", "Look at owner list again, and release what you see there.", "Se på owner list igjen, og utgi det du ser der."),
	say(NothingPending, "Nothing is ready to be released.", "Ingenting er klart for utgivelse.", "Set drafts to PENDING_RELEASE with owner status, or release with --all.", "Sett utkast til PENDING_RELEASE med owner status, eller utgi med --all."),
	say(PatchTooMuch, "{0}: {1} cannot be changed without new data.", "{0}: {1} kan ikke endres uten nye data.", "Deliver data too, as a change; a patch may change texts only.", "Lever data også, som change; en retting kan bare endre tekster."),
	say(NewerFormat, "{0} has a newer format than this program writes.", "{0} har et nyere format enn dette programmet skriver.", "Install a newer mdscript.", "Installer en nyere mdscript."),
	say(DamagedBank, "{0} is damaged: {1}.", "{0} er skadet: {1}.", "owner fsck tells more. Put the file back from a backup.", "owner fsck sier mer. Legg filen tilbake fra en sikkerhetskopi."),
	say(OtherProgram, "An operation of another program is unfinished in {0}.", "En operasjon fra et annet program er ikke ferdig i {0}.", "Let that program finish or undo it; it removes datastore/tmp.", "La det programmet fullføre eller angre den; det fjerner datastore/tmp."),
	say(HalfDone, "The change is decided, but the system stopped before all of it was made: {0}.", "Endringen er vedtatt, men systemet stoppet før alt var gjort: {0}.", "Remove the cause. The next owner command finishes it; do not repeat this one.", "Fjern årsaken. Neste owner-kommando fullfører den; ikke gjenta denne."),
	say(NoDescription, "A description is missing.", "En beskrivelse mangler.", "Say in a few words what is new, or why.", "Si med noen få ord hva som er nytt, eller hvorfor."),
	say(OtherDraft, "The draft {0} was asked for, but the present one is {1}.", "Utkastet {0} ble bedt om, men det gjeldende er {1}.", "Look at owner list again.", "Se på owner list igjen."),
	say(DataDiffer, "{0} differs from the checksum it was made with.", "{0} stemmer ikke med sjekksummen fra da den ble laget.", "Build the dataset again: the file was changed or damaged on its way.", "Bygg datasettet på nytt: filen er endret eller skadet underveis."),
	say(NoVersion, "{0} has no version {1}.", "{0} har ingen versjon {1}.", "owner list shows the versions.", "owner list viser versjonene."),
	say(BadStructure, "The metadata of {0} are not in the stored form: {1}.", "Metadataene til {0} er ikke på lagret form: {1}.", "Ingest the delivery again.", "Les inn leveransen på nytt."),
	say(OlderStore, "{0} has drafts in an older form.", "{0} har utkast i en eldre form.", "Release or drop them with the program that made them.", "Utgi eller fjern dem med programmet som laget dem."),
	say(ScheduledGone, "{0} is to be withdrawn; there is no draft to throw away.", "{0} skal trekkes tilbake; det er ikke noe utkast å kaste.", "Use discard --withdrawal to keep the dataset after all.", "Bruk discard --withdrawal for å beholde datasettet likevel."),
	say(DiskFull, "There is no space left in {0}. Nothing was changed.", "Det er ikke mer plass i {0}. Ingenting er endret.", "Free space, and try again.", "Frigjør plass, og prøv igjen."),
	say(ReadOnly, "{0} cannot be written. Nothing was changed.", "{0} kan ikke skrives i. Ingenting er endret.", "Ask for write access, or work on a copy.", "Be om skrivetilgang, eller arbeid på en kopi."),

	say(WrongBytes, "{0} does not match its checksum.", "{0} stemmer ikke med sjekksummen.", "It was changed or damaged after it was written: put it back from a backup.", "Den er endret eller skadet etter at den ble skrevet: legg den tilbake fra en sikkerhetskopi."),
	say(WrongSize, "{0} has {1} bytes, not {2}.", "{0} har {1} byte, ikke {2}.", "It is cut off or was added to: put it back from a backup.", "Den er avkortet eller tilføyd noe: legg den tilbake fra en sikkerhetskopi."),
	say(FileMissing, "{0} is missing.", "{0} mangler.", "Put it back from a backup.", "Legg den tilbake fra en sikkerhetskopi."),
	say(FileExtra, "{0} belongs to no version.", "{0} hører ikke til noen versjon.", "Remove it if nobody needs it.", "Fjern den hvis ingen trenger den."),
	say(WrongForm, "{0} cannot be understood: {1}.", "{0} kan ikke forstås: {1}.", "Put it back from a backup.", "Legg den tilbake fra en sikkerhetskopi."),
	say(Interrupted, "An operation was interrupted; what it left lies in {0}.", "En operasjon ble avbrutt; det den etterlot, ligger i {0}.", "The next owner command that writes finishes it or throws it away.", "Neste owner-kommando som skriver, fullfører den eller kaster den."),
	say(NotSummed, "{0} has no checksum although others have.", "{0} har ingen sjekksum selv om andre har det.", "It was added or renamed after the release: find out by whom, and remove it.", "Den er lagt til eller har fått nytt navn etter utgivelsen: finn ut av hvem, og fjern den."),
	say(OpenVault, "{0} is open to other users.", "{0} er åpen for andre brukere.", "Run chmod -R go= on the folder vault.", "Kjør chmod -R go= på mappen vault."),
	say(CannotBeRead, "{0} cannot be read: {1}.", "{0} kan ikke leses: {1}.", "Ask for read access, or check the disk.", "Be om lesetilgang, eller sjekk disken."),
	say(VersionFaulty, "Version {0} cannot be used: {1}.", "Versjon {0} kan ikke brukes: {1}.", "Put its files back from a backup.", "Legg filene dens tilbake fra en sikkerhetskopi."),

	say(BadPolicy, "The policy is refused: {0}.", "Policyen er avvist: {0}.", "spec/diagnostics.md explains the code, spec/disclosure.md the fields.", "spec/diagnostics.md forklarer koden, spec/disclosure.md feltene."),
	say(OtherRegister, "The policy is for {0}, not for {1}.", "Policyen er for {0}, ikke for {1}.", "Correct the field register, or choose the right bank.", "Rett feltet register, eller velg riktig bank."),
	say(PolicyVariable, "The policy names {0}, which the bank does not have.", "Policyen nevner {0}, som banken ikke har.", "Correct the name, or take the variable in first.", "Rett navnet, eller les inn variabelen først."),
	say(TwoSignatures, "{0} protects less than the sensitivity of the data asks for; two owners must sign that.", "{0} beskytter mindre enn følsomheten til dataene krever; to eiere må signere det.", "Sign with owner policy sign, each with a key that the bank has; or tighten it.", "Signer med owner policy sign, hver med en nøkkel som banken har; eller stram inn."),
	say(PolicyLooser, "{0} protects less than in the version before.", "{0} beskytter mindre enn i versjonen før.", "If that is meant, say --loosen; it will stand in the release notes.", "Er det meningen, si --loosen; det vil stå i utgivelsesnotatene."),
	say(PolicyNumber, "The policy has the number {0}; the one before has {1}.", "Policyen har nummer {0}; den forrige har {1}.", "Give the field policy a higher number.", "Gi feltet policy et høyere nummer."),
	say(KeysNotSigned, "The keys are others than before, and no key of before has signed the policy.", "Nøklene er andre enn før, og ingen nøkkel fra før har signert policyen.", "Let an owner whose key the bank has sign the policy.", "La en eier som banken har nøkkelen til, signere policyen."),
	say(NoNewPolicy, "There is no new policy to take back.", "Det er ingen ny policy å ta tilbake.", "owner policy show shows the present one.", "owner policy show viser den gjeldende."),
	say(BadSigningKey, "{0} is no Ed25519 key in PEM.", "{0} er ikke en Ed25519-nøkkel i PEM.", "owner policy keys makes a pair.", "owner policy keys lager et par."),
}
