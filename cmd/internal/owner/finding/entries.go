package finding

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// The codes: O for owner, the stage of the validation, and a number in the stage.
const (
	BadName       diag.Code = "O0101"
	NoFolder      diag.Code = "O0201"
	NoData        diag.Code = "O0202"
	NoMetadata    diag.Code = "O0203"
	NotJSON       diag.Code = "O0204"
	TooDeep       diag.Code = "O0205"
	Required      diag.Code = "O0301"
	NotOneOf      diag.Code = "O0302"
	TooFew        diag.Code = "O0303"
	TooMany       diag.Code = "O0304"
	NotList       diag.Code = "O0305"
	EmptyText     diag.Code = "O0306"
	ExtraKey      diag.Code = "O0307"
	NotWithUnit   diag.Code = "O0308"
	MissingInUnit diag.Code = "O0309"
	NotWithCodes  diag.Code = "O0310"
	NotWithText   diag.Code = "O0311"
	NoDomain      diag.Code = "O0312"
	EmptyCode     diag.Code = "O0313"
	BadCode       diag.Code = "O0314"
	BadValidity   diag.Code = "O0315"
	NotText       diag.Code = "O0316"
	NotObject     diag.Code = "O0317"
	TwiceValid    diag.Code = "O0401"
	CodeType      diag.Code = "O0402"
	SentinelType  diag.Code = "O0403"
	EmptyFile     diag.Code = "O0501"
	FieldCount    diag.Code = "O0502"
	NotConverted  diag.Code = "O0503"
	OutOfRange    diag.Code = "O0504"
	NoStarts      diag.Code = "O0505"
	NoStops       diag.Code = "O0506"
	LongLine      diag.Code = "O0507"
	NotUTF8       diag.Code = "O0508"
	HoldsNUL      diag.Code = "O0509"
	TooManyRows   diag.Code = "O0510"
	NoIdentifier  diag.Code = "O0601"
	NoValue       diag.Code = "O0602"
	NotInList     diag.Code = "O0603"
	BadPeriod     diag.Code = "O0701"
	UnequalDates  diag.Code = "O0702"
	SameUnit      diag.Code = "O0801"
	SameDate      diag.Code = "O0802"
	Overlap       diag.Code = "O0803"
	NothingToPack diag.Code = "O0901"
	ManyFiles     diag.Code = "O0902"
	OtherName     diag.Code = "O0903"
	NoPublicKey   diag.Code = "O0904"
	BadKey        diag.Code = "O0905"
	EmptyData     diag.Code = "O0906"
	AlreadyThere  diag.Code = "O0907"
	NoPackage     diag.Code = "O1001"
	NoKeyFolder   diag.Code = "O1002"
	NoPrivateKey  diag.Code = "O1003"
	LacksJSON     diag.Code = "O1004"
	LacksKey      diag.Code = "O1005"
	LacksChunks   diag.Code = "O1006"
	LacksSum      diag.Code = "O1007"
	NotDecrypted  diag.Code = "O1008"
	OddChunk      diag.Code = "O1009"
	ChunkGap      diag.Code = "O1010"
	WrongSum      diag.Code = "O1011"
	OddMember     diag.Code = "O1012"
	NotWhole      diag.Code = "O1013"

	NoSecret      diag.Code = "O1101"
	ShortSecret   diag.Code = "O1102"
	OddSecret     diag.Code = "O1103"
	OpenSecret    diag.Code = "O1104"
	NoSecretFile  diag.Code = "O1105"
	OtherSecret   diag.Code = "O1106"
	Collision     diag.Code = "O1107"
	DamagedVault  diag.Code = "O1108"
	SecretInStore diag.Code = "O1109"
	TwoSecrets    diag.Code = "O1110"
	NewerVault    diag.Code = "O1111"

	NoNorwegian    diag.Code = "O1201"
	DataChanged    diag.Code = "O1202"
	SyntheticBank  diag.Code = "O1203"
	NeedsData      diag.Code = "O1204"
	NoPeriod       diag.Code = "O1205"
	BrokenDelivery diag.Code = "O1206"
)

func say(code diag.Code, en, nb, nextEN, nextNB string) diag.Entry {
	return diag.Entry{Code: code, Message: text.Text{EN: en, NB: nb}, Next: text.Text{EN: nextEN, NB: nextNB}}
}

// entries is sorted by code.
var entries = []diag.Entry{
	say(BadName, `"{0}" is no name of a dataset.`, `«{0}» er ikke et navn på et datasett.`,
		"A name begins with A-Z and has only A-Z, 0-9 and _.", "Et navn begynner med A-Z og har bare A-Z, 0-9 og _."),
	say(NoFolder, "The folder {0} does not exist.", "Mappen {0} finnes ikke.",
		"Give the folder that holds {1}.json and {1}.csv.", "Oppgi mappen som har {1}.json og {1}.csv."),
	say(NoData, "{0}.csv is missing in the folder.", "{0}.csv mangler i mappen.",
		"Folder, data and metadata have the same name. For metadata alone, use --metadata-only.", "Mappe, data og metadata har samme navn. For bare metadata, bruk --metadata-only."),
	say(NoMetadata, "{0}.json is missing in the folder.", "{0}.json mangler i mappen.",
		"Folder, data and metadata have the same name.", "Mappe, data og metadata har samme navn."),
	say(NotJSON, "{0} is not JSON: {1}.", "{0} er ikke JSON: {1}.",
		"Correct the file; it is JSON in UTF-8 without a byte order mark.", "Rett filen; den er JSON i UTF-8 uten byte order mark."),
	say(TooDeep, "{0} is not metadata: it is larger than {1} bytes or nested deeper than {2} levels.", "{0} er ikke metadata: den er større enn {1} byte eller dypere enn {2} nivåer.",
		"Check that the file is the right one.", "Sjekk at det er riktig fil."),

	say(Required, "required, but absent.", "påkrevd, men mangler.", "Add it.", "Legg det til."),
	say(NotOneOf, "must be {0}.", "må være {1}.", "Write one of these.", "Skriv en av disse."),
	say(TooFew, "must have at least one item.", "må ha minst ett element.", "Add an item.", "Legg til et element."),
	say(TooMany, "must have one item, not {0}.", "må ha ett element, ikke {0}.", "One dataset is one variable: deliver the others as datasets of their own.", "Ett datasett er én variabel: lever de andre som egne datasett."),
	say(NotList, "must be a list: [ … ].", "må være en liste: [ … ].", "Put it in brackets.", "Sett det i klammer."),
	say(EmptyText, "must not be an empty text.", "kan ikke være en tom tekst.", "Write the text.", "Skriv teksten."),
	say(ExtraKey, "this key is not known here.", "denne nøkkelen er ikke kjent her.", "Remove it, or correct its spelling.", "Fjern den, eller rett skrivemåten."),
	say(NotWithUnit, "a measure that is a unit has no {0}.", "en målevariabel som er en enhet, har ikke {0}.", "Remove {0} or unitType.", "Fjern {0} eller unitType."),
	say(MissingInUnit, "a measure without unitType needs {0}.", "en målevariabel uten unitType trenger {0}.", "Add {0}.", "Legg til {0}."),
	say(NotWithCodes, "a value domain with a code list has no {0}.", "et verdiområde med kodeliste har ikke {0}.", "Remove {0} or codeList.", "Fjern {0} eller codeList."),
	say(NotWithText, "a described value domain has no sentinelAndMissingValues.", "et beskrevet verdiområde har ikke sentinelAndMissingValues.", "Remove them, or use a code list.", "Fjern dem, eller bruk en kodeliste."),
	say(NoDomain, "a value domain needs codeList or description.", "et verdiområde trenger codeList eller description.", "Add one of them.", "Legg til en av dem."),
	say(EmptyCode, "the code is an empty text.", "koden er en tom tekst.", "Write the code.", "Skriv koden."),
	say(BadCode, "a code is a text or an integer.", "en kode er en tekst eller et heltall.", "Write the code as it is in the data.", "Skriv koden slik den står i dataene."),
	say(BadValidity, "{0} of the code {1} is no date YYYY-MM-DD.", "{0} for koden {1} er ikke en dato ÅÅÅÅ-MM-DD.", "Write the date with four, two and two digits.", "Skriv datoen med fire, to og to sifre."),
	say(NotText, "must be a text.", "må være en tekst.", "Put it in quotation marks.", "Sett det i anførselstegn."),
	say(NotObject, "must be an object: { … }.", "må være et objekt: { … }.", "Write it as keys and values.", "Skriv det som nøkler og verdier."),

	say(TwiceValid, "these codes are given twice from {1}: {0}.", "disse kodene er gitt to ganger fra {1}: {0}.", "End the first period the day before the second begins.", "Avslutt den første perioden dagen før den andre begynner."),
	say(CodeType, "the data type is {0}, but these codes are {1}: {2}.", "datatypen er {0}, men disse kodene er {1}: {2}.", "Texts go with STRING, integers with LONG.", "Tekster hører til STRING, heltall til LONG."),
	say(SentinelType, "the data type is {0}, but these missing values are {1}: {2}.", "datatypen er {0}, men disse manglende verdiene er {1}: {2}.", "Texts go with STRING, integers with LONG.", "Tekster hører til STRING, heltall til LONG."),

	say(EmptyFile, "The data file is empty.", "Datafilen er tom.", "Deliver at least one row, or metadata only.", "Lever minst én rad, eller bare metadata."),
	say(FieldCount, "five fields expected, {0} found.", "ventet fem felt, fant {0}.", "Separate with semicolons: identifier;value;start;stop; . Close every quotation mark on its line.", "Skill med semikolon: identifikator;verdi;start;stopp; . Lukk alle anførselstegn på linjen."),
	say(NotConverted, `"{0}" is not {1}.`, `«{0}» er ikke {2}.`, "Dates are YYYY-MM-DD, the decimal sign is the point.", "Datoer er ÅÅÅÅ-MM-DD, desimaltegnet er punktum."),
	say(OutOfRange, "{0} is outside 1880-04-14 … 2059-09-18.", "{0} er utenfor 1880-04-14 … 2059-09-18.", "Periods can only be stored between these dates.", "Perioder kan bare lagres mellom disse datoene."),
	say(NoStarts, "No row has a start date.", "Ingen rad har en startdato.", "The third field is the start.", "Det tredje feltet er start."),
	say(NoStops, "No row has a stop date.", "Ingen rad har en stoppdato.", "The fourth field is the stop. At least one row must have it.", "Det fjerde feltet er stopp. Minst én rad må ha det."),
	say(LongLine, "the line is longer than {0} bytes.", "linjen er lengre enn {0} byte.", "End each row with a line break.", "Avslutt hver rad med linjeskift."),
	say(NotUTF8, "the text is not UTF-8.", "teksten er ikke UTF-8.", "Save the file as UTF-8.", "Lagre filen som UTF-8."),
	say(HoldsNUL, "the field holds a NUL character.", "feltet har et NUL-tegn.", "Save the file as UTF-8; NUL characters often mean UTF-16 or a damaged file.", "Lagre filen som UTF-8; NUL-tegn betyr ofte UTF-16 eller en skadet fil."),
	say(TooManyRows, "The file has more than {0} lines.", "Filen har flere enn {0} linjer.", "Deliver it in parts.", "Lever den i deler."),

	say(NoIdentifier, "the identifier is empty.", "identifikatoren er tom.", "Every row names its unit.", "Hver rad nevner enheten sin."),
	say(NoValue, `the unit "{0}" has no value.`, `enheten «{0}» har ingen verdi.`, "Leave the row out, or use a code for missing values.", "Utelat raden, eller bruk en kode for manglende verdier."),
	say(NotInList, `"{1}" of the unit "{0}" is not in the code list.`, `«{1}» for enheten «{0}» er ikke i kodelisten.`, "Correct the value, or add the code to the metadata.", "Rett verdien, eller legg koden til i metadataene."),

	say(BadPeriod, `the period of the unit "{0}" does not fit {1}.`, `perioden til enheten «{0}» passer ikke med {1}.`,
		"FIXED: no start, a stop. STATUS: both, equal. ACCUMULATED: both, start before stop. EVENT: a start, and no stop before it.",
		"FIXED: ingen start, en stopp. STATUS: begge, like. ACCUMULATED: begge, start før stopp. EVENT: en start, og ingen stopp før den."),
	say(UnequalDates, `start and stop of the unit "{0}" are not equal.`, `start og stopp for enheten «{0}» er ikke like.`, "A STATUS row holds for one day.", "En STATUS-rad gjelder én dag."),

	say(SameUnit, `the unit "{0}" is also on line {1}.`, `enheten «{0}» står også på linje {1}.`, "A FIXED variable has one row per unit.", "En FIXED-variabel har én rad per enhet."),
	say(SameDate, `the unit "{0}" has the date {1} also on line {2}.`, `enheten «{0}» har datoen {1} også på linje {2}.`, "A STATUS variable has one row per unit and date.", "En STATUS-variabel har én rad per enhet og dato."),
	say(Overlap, `the period {1} of the unit "{0}" overlaps with {2} on line {3}.`, `perioden {1} for enheten «{0}» overlapper med {2} på linje {3}.`,
		"A period ends at least one day before the next begins.", "En periode slutter minst én dag før neste begynner."),

	say(NothingToPack, "{0}.json is missing in the folder.", "{0}.json mangler i mappen.", "Folder, data and metadata have the same name.", "Mappe, data og metadata har samme navn."),
	say(ManyFiles, "The folder has more than one CSV file.", "Mappen har flere enn én CSV-fil.", "Keep only {0}.csv in it.", "Behold bare {0}.csv i den."),
	say(OtherName, "{1} is not named as the folder.", "{1} heter ikke som mappen.", "Rename it to {0}.csv.", "Gi den navnet {0}.csv."),
	say(NoPublicKey, "{0} is missing in the key folder.", "{0} mangler i nøkkelmappen.", "Get the public key from the platform you deliver to.", "Få den offentlige nøkkelen fra plattformen du leverer til."),
	say(BadKey, "{0} is no RSA key of at least 2048 bits in PEM.", "{0} er ikke en RSA-nøkkel på minst 2048 bit i PEM.", "Use a public key (SubjectPublicKeyInfo) to pack, a private key without password (PKCS#8 or PKCS#1) to unpack.", "Bruk en offentlig nøkkel (SubjectPublicKeyInfo) til å pakke, en privat nøkkel uten passord (PKCS#8 eller PKCS#1) til å pakke ut."),
	say(EmptyData, "{0}.csv is empty.", "{0}.csv er tom.", "Deliver at least one row, or remove the file to deliver metadata alone.", "Lever minst én rad, eller fjern filen for å levere bare metadata."),
	say(AlreadyThere, "{0} is already there.", "{0} finnes fra før.", "Remove it, or choose another folder.", "Fjern den, eller velg en annen mappe."),
	say(NoPackage, "The package {0} does not exist.", "Pakken {0} finnes ikke.", "Give the file NAME.tar.", "Oppgi filen NAVN.tar."),
	say(NoKeyFolder, "The key folder {0} does not exist.", "Nøkkelmappen {0} finnes ikke.", "Give the folder of the keys with --keys.", "Oppgi mappen med nøklene med --keys."),
	say(NoPrivateKey, "{0} is missing in the key folder.", "{0} mangler i nøkkelmappen.", "Only who has the private key can unpack.", "Bare den som har den private nøkkelen, kan pakke ut."),
	say(LacksJSON, "The package has no {0}.json.", "Pakken har ingen {0}.json.", "Ask for the package again.", "Be om pakken på nytt."),
	say(LacksKey, "The package has no {0}.symkey.encr.", "Pakken har ingen {0}.symkey.encr.", "Ask for the package again.", "Be om pakken på nytt."),
	say(LacksChunks, "The package has no data.", "Pakken har ingen data.", "Ask for the package again.", "Be om pakken på nytt."),
	say(LacksSum, "The package has no {0}.md5.", "Pakken har ingen {0}.md5.", "Ask for the package again.", "Be om pakken på nytt."),
	say(NotDecrypted, "{1} cannot be decrypted: another key, or altered.", "{1} kan ikke dekrypteres: en annen nøkkel, eller endret.", "Check that the package was made for this key, and ask for it again.", "Sjekk at pakken er laget for denne nøkkelen, og be om den på nytt."),
	say(OddChunk, "{1} is no number of a piece of data.", "{1} er ikke nummeret på en del av dataene.", "Ask for the package again.", "Be om pakken på nytt."),
	say(ChunkGap, "The piece {1} of the data is missing or there twice.", "Del {1} av dataene mangler eller finnes to ganger.", "Ask for the package again.", "Be om pakken på nytt."),
	say(WrongSum, "The checksum of the data is wrong.", "Sjekksummen for dataene er feil.", "The data were altered or damaged: ask for the package again.", "Dataene er endret eller skadet: be om pakken på nytt."),
	say(OddMember, "The package holds {1}, which does not belong in it.", "Pakken har {1}, som ikke hører til i den.", "Do not trust it; ask for the package again.", "Ikke stol på den; be om pakken på nytt."),
	say(NotWhole, "The package is not whole, or no tar archive.", "Pakken er ikke hel, eller ikke et tar-arkiv.", "Send it again.", "Send den på nytt."),

	say(NoSecret, "There is no key for pseudonyms.", "Det er ingen nøkkel for pseudonymer.",
		"Give the file of the key with --key-file, or the key itself in MDSCRIPT_PSEUDONYM_KEY. mdscript owner pseudonym-key FILE makes one.",
		"Oppgi filen med nøkkelen med --key-file, eller selve nøkkelen i MDSCRIPT_PSEUDONYM_KEY. mdscript owner pseudonym-key FIL lager en."),
	say(ShortSecret, "The key for pseudonyms in {0} is shorter than {1} bytes.", "Nøkkelen for pseudonymer i {0} er kortere enn {1} byte.",
		"Use {1} random bytes or more: whoever guesses the key finds the identifiers.", "Bruk {1} tilfeldige byte eller mer: den som gjetter nøkkelen, finner identifikatorene."),
	say(OddSecret, "The key for pseudonyms in {0} is neither hexadecimal nor base64.", "Nøkkelen for pseudonymer i {0} er verken heksadesimal eller base64.",
		"Write the bytes of the key as hexadecimal digits or in base64, and nothing else.", "Skriv nøkkelens byte som heksadesimale siffer eller i base64, og ikke noe annet."),
	say(OpenSecret, "Others than its owner may read the key file {0}.", "Andre enn eieren kan lese nøkkelfilen {0}.",
		"Take the right away (chmod 600), and consider whether the key is still secret.", "Fjern rettigheten (chmod 600), og vurder om nøkkelen fortsatt er hemmelig."),
	say(NoSecretFile, "The key file {0} does not exist, or is no file of a key.", "Nøkkelfilen {0} finnes ikke, eller er ikke en nøkkelfil.",
		"Give the file that holds the key of this bank.", "Oppgi filen som har nøkkelen til denne banken."),
	say(OtherSecret, "The bank {0} was built with another key for pseudonyms.", "Banken {0} er bygd med en annen nøkkel for pseudonymer.",
		"Use the key of the bank. With two keys a unit would have two pseudonyms.", "Bruk nøkkelen til banken. Med to nøkler ville en enhet fått to pseudonymer."),
	say(Collision, "Two identifiers of the kind {0} have the same pseudonym. Nothing was changed.", "To identifikatorer av typen {0} har samme pseudonym. Ingenting er endret.",
		"Check that the key is the right one. If it is, the bank can only take this delivery when it is built anew with another key.", "Sjekk at nøkkelen er den riktige. Er den det, kan banken bare ta imot leveransen når den bygges på nytt med en annen nøkkel."),
	say(DamagedVault, "{0} is damaged.", "{0} er skadet.",
		"Run mdscript owner fsck, and take the file from a copy of the store.", "Kjør mdscript owner fsck, og hent filen fra en kopi av lageret."),
	say(SecretInStore, "The key file {0} lies in the store.", "Nøkkelfilen {0} ligger i lageret.",
		"Keep the key where no copy of the store takes it along.", "Oppbevar nøkkelen der ingen kopi av lageret tar den med."),
	say(TwoSecrets, "A key for pseudonyms is given both with --key-file and in {0}.", "En nøkkel for pseudonymer er oppgitt både med --key-file og i {0}.",
		"Give one of them.", "Oppgi én av dem."),
	say(NewerVault, "{0} was written by a newer version of mdscript.", "{0} er skrevet av en nyere versjon av mdscript.",
		"Use that version.", "Bruk den versjonen."),

	say(NoNorwegian, "a text that is kept needs an entry with the languageCode no.", "en tekst som beholdes, trenger et ledd med languageCode no.",
		"Add it; the platform shows this text in Norwegian.", "Legg det til; plattformen viser denne teksten på norsk."),
	say(DataChanged, "{0} changed while it was read.", "{0} ble endret mens den ble lest.",
		"Try again when nobody writes to the delivery.", "Prøv igjen når ingen skriver i leveransen."),
	say(SyntheticBank, "{0} is a synthetic bank, whose disclosure key everybody knows.", "{0} er en syntetisk bank, og avsløringsnøkkelen dens er kjent for alle.",
		"Make a bank for the delivery with mdscript owner create.", "Lag en bank for leveransen med mdscript owner create."),
	say(NeedsData, "{0} has no data, which --operation {1} needs.", "{0} har ingen data, og --operation {1} trenger det.",
		"Deliver {0}.csv, or use --operation patch-metadata for new texts alone.", "Lever {0}.csv, eller bruk --operation patch-metadata for bare nye tekster."),
	say(NoPeriod, "{0} has no code list that holds at any time.", "{0} har ingen kodeliste som gjelder på noe tidspunkt.",
		"Give a code a validUntil that is not before its validFrom.", "Gi en kode en validUntil som ikke er før validFrom."),
	say(BrokenDelivery, "The delivery {0} breaks the rules. Nothing was changed.", "Leveransen {0} bryter reglene. Ingenting er endret.",
		"Correct what is listed above; mdscript owner validate lists it again.", "Rett det som er listet over; mdscript owner validate lister det igjen."),
}
