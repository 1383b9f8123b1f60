package disclosure

import (
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// The codes of this package. D00xx concern the owner's files, D01xx stop a script (IsGuard),
// I07xx are mistakes of a command or kernel.
const (
	codeKeyUnreadable   diag.Code = "D0001"
	codeKeyOpen         diag.Code = "D0002"
	codeKeyMalformed    diag.Code = "D0003"
	codeStrict          diag.Code = "D0010"
	codeDemoKey         diag.Code = "D0011"
	codeNoSecret        diag.Code = "D0012"
	codeNoPolicy        diag.Code = "D0013"
	codePolicyMalformed diag.Code = "D0020"
	codePolicyField     diag.Code = "D0021"
	codePolicyValue     diag.Code = "D0022"
	codePolicyLooser    diag.Code = "D0023"
	codePolicyMissing   diag.Code = "D0024"
	codePolicyUnsigned  diag.Code = "D0025"
	codePolicySignature diag.Code = "D0026"
	codePopulation      diag.Code = "D0101"
	codeChange          diag.Code = "D0102"
	codeSample          diag.Code = "D0103"
	codeDataError       diag.Code = "D0104"
	codeWrongSheet      diag.Code = "I0701"
	codeNoEvidence      diag.Code = "I0702"
	codeNotAllowed      diag.Code = "I0703"
)

// IsGuard tells whether a code is that of a guard that stopped a script, for the exit code.
func IsGuard(c diag.Code) bool { return strings.HasPrefix(string(c), "D01") }

// Diagnostics lists the texts of all codes of this package, ordered by code.
func Diagnostics() []diag.Entry {
	return []diag.Entry{
		entry(codeKeyUnreadable,
			text.Text{EN: "cannot read the key file '{0}'", NB: "kan ikke lese nøkkelfilen «{0}»"},
			text.Text{EN: "the file does not exist, or this user may not read it", NB: "filen finnes ikke, eller denne brukeren har ikke lov til å lese den"},
			text.Text{EN: "check MDSCRIPT_KEY_FILE", NB: "sjekk MDSCRIPT_KEY_FILE"}),
		entry(codeKeyOpen,
			text.Text{EN: "the key file '{0}' is open to other users", NB: "nøkkelfilen «{0}» er åpen for andre brukere"},
			text.Text{EN: "its mode lets group or others in; the secret protects every number", NB: "rettighetene slipper inn gruppe eller andre; hemmeligheten beskytter alle tall"},
			text.Text{EN: "run: chmod 600 FILE; if others may have read it, ask the owner for a new key", NB: "kjør: chmod 600 FIL; kan andre ha lest den, be dataeier om en ny nøkkel"}),
		entry(codeKeyMalformed,
			text.Text{EN: "'{0}' is not a key file", NB: "«{0}» er ikke en nøkkelfil"},
			text.Text{EN: "a key is 32 bytes, or 64 hexadecimal digits", NB: "en nøkkel er 32 byte, eller 64 heksadesimale sifre"},
			text.Text{EN: "check MDSCRIPT_KEY_FILE", NB: "sjekk MDSCRIPT_KEY_FILE"}),
		entry(codeStrict,
			text.Text{EN: "'{0}' needs the disclosure profile strict, which this version does not have", NB: "«{0}» krever personvernprofilen strict, som denne versjonen ikke har"},
			text.Text{EN: "its policy file, or the sensitivity of a variable, asks for strict", NB: "policyfilen, eller følsomheten til en variabel, krever strict"},
			text.Text{EN: "use a register with the profile microdata or open", NB: "bruk et register med profilen microdata eller open"}),
		entry(codeDemoKey,
			text.Text{EN: "the demo key cannot protect '{0}'", NB: "demonøkkelen kan ikke beskytte «{0}»"},
			text.Text{EN: "the demo key is published; the store is not marked synthetic", NB: "demonøkkelen er offentlig; datalageret er ikke merket som syntetisk"},
			text.Text{EN: "give a secret of your own in MDSCRIPT_KEY_FILE", NB: "oppgi en egen hemmelighet i MDSCRIPT_KEY_FILE"}),
		entry(codeNoSecret,
			text.Text{EN: "no secret for the identity domain '{0}'", NB: "ingen hemmelighet for identitetsdomenet «{0}»"},
			text.Text{EN: "the policy protects numbers with a key, and none was given", NB: "policyen beskytter tall med en nøkkel, og ingen er oppgitt"},
			text.Text{EN: "set MDSCRIPT_KEY_FILE", NB: "sett MDSCRIPT_KEY_FILE"}),
		entry(codeNoPolicy,
			text.Text{EN: "the register has no policy file, so the profile strict applies, which this version does not have", NB: "registeret har ingen policyfil, så profilen strict gjelder, og den har ikke denne versjonen"},
			text.Text{EN: "datastore/policy__M_m.json is missing", NB: "datastore/policy__M_m.json mangler"},
			text.Text{EN: "ask the owner for a policy file", NB: "be dataeier om en policyfil"}),
		entry(codePolicyMalformed,
			text.Text{EN: "the policy file is not a JSON object of the known form", NB: "policyfilen er ikke et JSON-objekt på den kjente formen"},
			text.Text{EN: "the file is damaged or is another file", NB: "filen er skadet eller er en annen fil"},
			text.Text{EN: "see spec/disclosure.md, Policy files", NB: "se spec/disclosure.md, Policy files"}),
		entry(codePolicyField,
			text.Text{EN: "the policy file has an unknown or repeated field '{0}'", NB: "policyfilen har et ukjent eller gjentatt felt «{0}»"},
			text.Text{EN: "a misspelled limit would otherwise silently not apply", NB: "en feilstavet grense ville ellers stille ikke gjelde"},
			text.Text{EN: "correct the name; see spec/disclosure.md, Policy files", NB: "rett navnet; se spec/disclosure.md, Policy files"}),
		entry(codePolicyValue,
			text.Text{EN: "the policy field '{0}' has a value that cannot be", NB: "policyfeltet «{0}» har en verdi som ikke kan være"},
			text.Text{EN: "wrong type, out of range, or parameters that no table has", NB: "feil type, utenfor området, eller parametre som ingen tabell har"},
			text.Text{EN: "see spec/disclosure.md, Policy files", NB: "se spec/disclosure.md, Policy files"}),
		entry(codePolicyLooser,
			text.Text{EN: "the policy field '{0}' is looser than its profile", NB: "policyfeltet «{0}» er løsere enn profilen"},
			text.Text{EN: "a policy may tighten its profile, never loosen it", NB: "en policy kan stramme inn profilen, aldri løse den opp"},
			text.Text{EN: "choose another profile, or leave the field out", NB: "velg en annen profil, eller utelat feltet"}),
		entry(codePolicyMissing,
			text.Text{EN: "the policy file lacks the field '{0}'", NB: "policyfilen mangler feltet «{0}»"},
			text.Text{EN: "policy, register, profile and identity must be given", NB: "policy, register, profile og identity må oppgis"},
			text.Text{EN: "add the field", NB: "legg til feltet"}),
		entry(codePolicyUnsigned,
			text.Text{EN: "the policy file is not signed by a key of the register", NB: "policyfilen er ikke signert med en nøkkel som hører til registeret"},
			text.Text{EN: "the register has keys for signing, and none of them has signed this policy", NB: "registeret har nøkler for signering, og ingen av dem har signert denne policyen"},
			text.Text{EN: "ask the owner; owner policy sign signs a policy", NB: "spør dataeier; owner policy sign signerer en policy"}),
		entry(codePolicySignature,
			text.Text{EN: "a signature or a key of the policy file is wrong", NB: "en signatur eller en nøkkel til policyfilen er feil"},
			text.Text{EN: "the policy was changed after it was signed, or a file is damaged", NB: "policyen er endret etter at den ble signert, eller en fil er skadet"},
			text.Text{EN: "put the files back from a backup, or sign the policy again", NB: "legg filene tilbake fra en sikkerhetskopi, eller signer policyen på nytt"}),
		entry(codePopulation,
			text.Text{EN: "the population is too small: at least {0} units are needed", NB: "populasjonen er for liten: det trengs minst {0} enheter"},
			text.Text{EN: "too few units are left after this statement", NB: "for få enheter er igjen etter denne setningen"},
			text.Text{EN: "widen the population", NB: "utvid populasjonen"}),
		entry(codeChange,
			text.Text{EN: "the change concerns too few units, or all but too few: at least {0} are needed", NB: "endringen gjelder for få enheter, eller alle unntatt for få: det trengs minst {0}"},
			text.Text{EN: "a condition or rule that singles out a few units", NB: "en betingelse eller regel som peker ut noen få enheter"},
			text.Text{EN: "change the condition so that it concerns more units, or none", NB: "endre betingelsen slik at den gjelder flere enheter, eller ingen"}),
		entry(codeSample,
			text.Text{EN: "the sample leaves out too few units: at least {0} percent and {1} units must be left out", NB: "utvalget utelater for få enheter: minst {0} prosent og {1} enheter må utelates"},
			text.Text{EN: "two samples that are nearly everything could be compared", NB: "to utvalg som er nesten alt, kunne blitt sammenlignet"},
			text.Text{EN: "take a smaller sample", NB: "trekk et mindre utvalg"}),
		entry(codeDataError,
			text.Text{EN: "the data hold values this command cannot take", NB: "dataene har verdier som kommandoen ikke kan bruke"},
			text.Text{EN: "the variable is not of the kind the command needs", NB: "variabelen er ikke av det slaget kommandoen trenger"},
			text.Text{EN: "recode the variable first", NB: "omkod variabelen først"}),
		entry(codeWrongSheet,
			text.Text{EN: "internal error: a statistic does not match its disclosure rule", NB: "intern feil: en statistikk passer ikke til personvernregelen sin"},
			text.Text{EN: "a mistake in the program; nothing was released", NB: "en feil i programmet; ingenting ble frigitt"},
			text.Text{EN: "please report it", NB: "meld fra"}),
		entry(codeNoEvidence,
			text.Text{EN: "internal error: a statistic lacks the evidence its disclosure rule needs ({0})", NB: "intern feil: en statistikk mangler grunnlaget personvernregelen trenger ({0})"},
			text.Text{EN: "a mistake in the program; nothing was released", NB: "en feil i programmet; ingenting ble frigitt"},
			text.Text{EN: "please report it", NB: "meld fra"}),
		entry(codeNotAllowed,
			text.Text{EN: "internal error: the disclosure rules have no such statistic ({0})", NB: "intern feil: personvernreglene har ingen slik statistikk ({0})"},
			text.Text{EN: "a mistake in the program; nothing was released", NB: "en feil i programmet; ingenting ble frigitt"},
			text.Text{EN: "please report it", NB: "meld fra"}),
	}
}

func entry(code diag.Code, message, cause, next text.Text) diag.Entry {
	return diag.Entry{Code: code, Message: message, Cause: cause, Next: next}
}
