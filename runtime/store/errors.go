package store

import (
	"context"
	"errors"
	"io/fs"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/mem"
)

// The codes of this package. File names in messages are relative to the bank and come from
// the catalogue; no message holds anything read from a data file.
const (
	codeNoStore     diag.Code = "T0001"
	codeUnreadable  diag.Code = "T0002"
	codeJSON        diag.Code = "T0003"
	codeNoFile      diag.Code = "T0004"
	codeData        diag.Code = "T0005"
	codeChecksum    diag.Code = "T0006"
	codeNewer       diag.Code = "T0007"
	codeCacheFull   diag.Code = "T0008"
	codeCacheWrite  diag.Code = "T0009"
	codeCacheFault  diag.Code = "T0010"
	codeTooLarge    diag.Code = "T0011"
	codeNoVariable  diag.Code = "T0012"
	codeIdKinds     diag.Code = "T0013"
	codeValueType   diag.Code = "T0014"
	codeNoBank      diag.Code = "T0015"
	codeNoColumn    diag.Code = "T0016"
	codeNotListed   diag.Code = "T0017"
	codeInterrupted diag.Code = "T0018"
	codeOtherStore  diag.Code = "T0019"
	codeNoMaker     diag.Code = "T0020"
	codeLazyWrite   diag.Code = "T0021"
	codeLazyFull    diag.Code = "T0022"
	codeLazyFault   diag.Code = "T0023"
	codeLazyReal    diag.Code = "T0024"
)

// Entries is what the message catalogue says about the codes of this package.
func Entries() []diag.Entry {
	return []diag.Entry{
		{Code: codeNoStore,
			Message: text.Text{EN: "no register store at '{0}'", NB: "fant ikke noe registerlager i «{0}»"},
			Cause:   text.Text{EN: "The folder does not exist.", NB: "Mappen finnes ikke."},
			Next:    text.Text{EN: "Check --store and MDSCRIPT_STORES.", NB: "Se etter i --store og MDSCRIPT_STORES."}},
		{Code: codeUnreadable,
			Message: text.Text{EN: "cannot read '{0}'", NB: "kan ikke lese «{0}»"},
			Cause:   text.Text{EN: "The file or folder is protected, or the disk failed.", NB: "Filen eller mappen er beskyttet, eller disken svikter."},
			Next:    text.Text{EN: "Ask for read access to the store.", NB: "Be om lesetilgang til lageret."}},
		{Code: codeJSON,
			Message: text.Text{EN: "the metadata file '{0}' is damaged", NB: "metadatafilen «{0}» er skadet"},
			Cause:   text.Text{EN: "It is truncated, half written or not of the expected form.", NB: "Den er avkortet, halvskrevet eller har feil form."},
			Next:    text.Text{EN: "Copy the store again from its owner.", NB: "Kopier lageret på nytt fra eieren."}},
		{Code: codeNoFile,
			Message: text.Text{EN: "the data file '{1}' of {0} is missing", NB: "datafilen «{1}» til {0} mangler"},
			Cause:   text.Text{EN: "The store was copied in part, or a file was removed.", NB: "Lageret er bare delvis kopiert, eller en fil er fjernet."},
			Next:    text.Text{EN: "Copy the store again from its owner.", NB: "Kopier lageret på nytt fra eieren."}},
		{Code: codeData,
			Message: text.Text{EN: "the data file '{0}' is damaged", NB: "datafilen «{0}» er skadet"},
			Cause:   text.Text{EN: "It is truncated, half written or not a Parquet file.", NB: "Den er avkortet, halvskrevet eller ikke en Parquet-fil."},
			Next:    text.Text{EN: "Copy the store again from its owner.", NB: "Kopier lageret på nytt fra eieren."}},
		{Code: codeChecksum,
			Message: text.Text{EN: "the data file '{0}' does not match its checksum", NB: "datafilen «{0}» stemmer ikke med kontrollsummen"},
			Cause:   text.Text{EN: "The file was changed or damaged after it was released.", NB: "Filen er endret eller skadet etter at den ble utgitt."},
			Next:    text.Text{EN: "Copy the store again from its owner.", NB: "Kopier lageret på nytt fra eieren."}},
		{Code: codeNewer,
			Message: text.Text{EN: "'{0}' has a newer format than this program reads", NB: "«{0}» har et nyere format enn dette programmet leser"},
			Cause:   text.Text{EN: "The store was written for a later version of mdscript.", NB: "Lageret er skrevet for en senere versjon av mdscript."},
			Next:    text.Text{EN: "Install a newer mdscript.", NB: "Installer en nyere mdscript."}},
		{Code: codeCacheFull,
			Message: text.Text{EN: "no space left in the cache folder '{0}'", NB: "det er ikke mer plass i hurtiglageret «{0}»"},
			Cause:   text.Text{EN: "The disk is full, or a quota is used up.", NB: "Disken er full, eller en kvote er brukt opp."},
			Next:    text.Text{EN: "Free space, or set MDSCRIPT_CACHE to a folder on another disk. The folder may be deleted at any time.", NB: "Frigjør plass, eller sett MDSCRIPT_CACHE til en mappe på en annen disk. Mappen kan slettes når som helst."}},
		{Code: codeCacheWrite,
			Message: text.Text{EN: "cannot write in the cache folder '{0}'", NB: "kan ikke skrive i hurtiglageret «{0}»"},
			Cause:   text.Text{EN: "The folder is protected, or the disk failed.", NB: "Mappen er beskyttet, eller disken svikter."},
			Next:    text.Text{EN: "Set MDSCRIPT_CACHE to a folder you may write to.", NB: "Sett MDSCRIPT_CACHE til en mappe du kan skrive i."}},
		{Code: codeCacheFault,
			Message: text.Text{EN: "a cached file of {0} changed while it was in use", NB: "en hurtiglagret fil for {0} ble endret mens den var i bruk"},
			Cause:   text.Text{EN: "Another program truncated or overwrote it, or the disk failed.", NB: "Et annet program har avkortet eller overskrevet den, eller disken svikter."},
			Next:    text.Text{EN: "Run again: the file is rebuilt from the store.", NB: "Kjør på nytt: filen bygges opp igjen fra lageret."}},
		{Code: codeTooLarge,
			Message: text.Text{EN: "'{0}' has more rows or units than this program handles", NB: "«{0}» har flere rader eller enheter enn dette programmet kan håndtere"},
			Cause:   text.Text{EN: "A file may hold at most 2,147,483,647 rows.", NB: "En fil kan ha høyst 2 147 483 647 rader."},
			Next:    text.Text{EN: "Ask the owner to split the register.", NB: "Be eieren dele opp registeret."}},
		{Code: codeNoVariable,
			Message: text.Text{EN: "{1} has no data for {0}", NB: "{1} har ingen data for {0}"},
			Cause:   text.Text{EN: "The variable is described in the metadata of this version but not listed among its data files.", NB: "Variabelen er beskrevet i metadata for denne versjonen, men ikke oppført blant datafilene."},
			Next:    text.Text{EN: "Use another version, or ask the owner.", NB: "Bruk en annen versjon, eller spør eieren."}},
		{Code: codeIdKinds,
			Message: text.Text{EN: "'{0}' identifies units in another way than the rest of the store", NB: "«{0}» identifiserer enheter på en annen måte enn resten av lageret"},
			Cause:   text.Text{EN: "Unit ids of one type are numbers in some files and text in others, or missing.", NB: "Enhets-id-er av én type er tall i noen filer og tekst i andre, eller mangler."},
			Next:    text.Text{EN: "Ask the owner to pseudonymise all files alike.", NB: "Be eieren pseudonymisere alle filer likt."}},
		{Code: codeValueType,
			Message: text.Text{EN: "'{0}' holds values that are not of the type the metadata says", NB: "«{0}» har verdier som ikke er av typen metadata oppgir"},
			Cause:   text.Text{EN: "Data and metadata come from different deliveries, or the file is damaged.", NB: "Data og metadata kommer fra ulike leveranser, eller filen er skadet."},
			Next:    text.Text{EN: "Ask the owner.", NB: "Spør eieren."}},
		{Code: codeNoBank,
			Message: text.Text{EN: "'{0}' holds no register database", NB: "«{0}» inneholder ingen registerdatabase"},
			Cause:   text.Text{EN: "A store has one folder per register database, such as no.ssb.fdb, with a folder 'datastore' in it.", NB: "Et lager har én mappe per registerdatabase, som no.ssb.fdb, med en mappe «datastore» i seg."},
			Next:    text.Text{EN: "Check --store and MDSCRIPT_STORES.", NB: "Se etter i --store og MDSCRIPT_STORES."}},
		{Code: codeNoColumn,
			Message: text.Text{EN: "the data file '{0}' lacks the column {1}", NB: "datafilen «{0}» mangler kolonnen {1}"},
			Cause:   text.Text{EN: "It is not a data file of the public store layout.", NB: "Den er ikke en datafil i det offentlige lagerformatet."},
			Next:    text.Text{EN: "Ask the owner.", NB: "Spør eieren."}},
		{Code: codeNotListed,
			Message: text.Text{EN: "the data file '{0}' has no checksum although the version lists checksums", NB: "datafilen «{0}» har ingen kontrollsum selv om versjonen har kontrollsummer"},
			Cause:   text.Text{EN: "A file was added or renamed after the release.", NB: "En fil er lagt til eller har fått nytt navn etter utgivelsen."},
			Next:    text.Text{EN: "Copy the store again from its owner.", NB: "Kopier lageret på nytt fra eieren."}},
		{Code: codeInterrupted,
			Message: text.Text{EN: "reading the store was interrupted", NB: "lesingen av lageret ble avbrutt"},
			Cause:   text.Text{EN: "The run was stopped.", NB: "Kjøringen ble stoppet."},
			Next:    text.Text{EN: "Run again.", NB: "Kjør på nytt."}},
		{Code: codeOtherStore,
			Message: text.Text{EN: "{0} belongs to another store", NB: "{0} hører til et annet lager"},
			Cause:   text.Text{EN: "The program asked one store for a variable of another.", NB: "Programmet spurte ett lager om en variabel i et annet."},
			Next:    text.Text{EN: "Report this as an error in mdscript.", NB: "Meld dette som en feil i mdscript."}},
		{Code: codeNoMaker,
			Message: text.Text{EN: "the data of {0} are made on first read by '{1}', which this program does not have", NB: "dataene til {0} lages ved første lesing av «{1}», som dette programmet ikke har"},
			Cause:   text.Text{EN: "The store was made by another program, or by a later version of this one.", NB: "Lageret er laget av et annet program eller av en senere versjon av dette."},
			Next:    text.Text{EN: "Let the program that made the store write all its data ('mdscript synth --all'), or run the script with that program.", NB: "La programmet som laget lageret, skrive alle dataene («mdscript synth --all»), eller kjør skriptet med det programmet."}},
		{Code: codeLazyWrite,
			Message: text.Text{EN: "the data of {0} have not been made yet, and the store cannot be written", NB: "dataene til {0} er ikke laget ennå, og det går ikke an å skrive i lageret"},
			Cause:   text.Text{EN: "Data of this store are made on first read, and its folder is protected.", NB: "Dataene i dette lageret lages ved første lesing, og mappen er skrivebeskyttet."},
			Next:    text.Text{EN: "Let the store's owner complete it with 'mdscript synth --all', or copy it to a folder you may write to.", NB: "La eieren fullføre lageret med «mdscript synth --all», eller kopier det til en mappe du kan skrive i."}},
		{Code: codeLazyFull,
			Message: text.Text{EN: "no space left in the store for the data of {0}", NB: "det er ikke plass i lageret til dataene for {0}"},
			Cause:   text.Text{EN: "Data of this store are made on first read, and the disk is full or a quota is used up.", NB: "Dataene i dette lageret lages ved første lesing, og disken er full eller en kvote er brukt opp."},
			Next:    text.Text{EN: "Free space and run again; nothing half written was left.", NB: "Frigjør plass og kjør på nytt; ingenting halvskrevet er etterlatt."}},
		{Code: codeLazyFault,
			Message: text.Text{EN: "the data of {0} could not be made", NB: "dataene til {0} kunne ikke lages"},
			Cause:   text.Text{EN: "Data of this store are made on first read; what it makes them from is missing or damaged, or the disk failed.", NB: "Dataene i dette lageret lages ved første lesing; det de lages av, mangler eller er skadet, eller disken svikter."},
			Next:    text.Text{EN: "Run again. If it fails again, delete the store and make it anew with 'mdscript synth'.", NB: "Kjør på nytt. Hvis det feiler igjen, slett lageret og lag det på nytt med «mdscript synth»."}},
		{Code: codeLazyReal,
			Message: text.Text{EN: "{0} has data that are made on first read but is not marked as synthetic", NB: "{0} har data som lages ved første lesing, men er ikke merket som syntetisk"},
			Cause:   text.Text{EN: "Only registers of invented data may have a file lazy.json: how long a first read takes must tell nothing about real ones.", NB: "Bare registre med oppdiktede data kan ha en fil lazy.json: hvor lang tid første lesing tar, skal ikke si noe om virkelige."},
			Next:    text.Text{EN: "Ask the owner to complete the store and remove lazy.json, or to correct its policy.", NB: "Be eieren fullføre lageret og fjerne lazy.json, eller rette policyen."}},
	}
}

// wrap turns an error of the system into a problem, unless it already is one or belongs to
// the run (cancellation, memory budget).
func wrap(err error, code diag.Code, args ...diag.Arg) error {
	var p *diag.Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p), errors.Is(err, mem.ErrBudget),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return diag.New(code, args...).Because(err)
}

// readProblem says why a file of the store could not be read.
func readProblem(err error, code diag.Code, rel string) error {
	if errors.Is(err, fs.ErrPermission) {
		code = codeUnreadable
	}
	return wrap(err, code, diag.Catalogue(rel))
}

// writeProblem says why the cache could not be written.
func writeProblem(err error, dir string) error {
	if diskFull(err) {
		return wrap(err, codeCacheFull, diag.Token(dir))
	}
	return wrap(err, codeCacheWrite, diag.Token(dir))
}
