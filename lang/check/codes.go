package check

import "github.com/mdscript/mdscript/lang/diag"

// The codes of the checker. A command's Check may report any of them; mistakes only one
// command knows have codes of their own in its declaration. Texts are in the entries files.
const (
	// Statements and options.
	CodeUnknownCommand     diag.Code = "C0101" // command
	CodeUnknownOption      diag.Code = "C0102" // option, command
	CodeRepeatedOption     diag.Code = "C0103" // option
	CodeConflictingOptions diag.Code = "C0104" // option, option
	CodeOptionNeeds        diag.Code = "C0105" // option, needed options
	CodeOptionRequired     diag.Code = "C0106" // option, command
	CodeOptionNoArgs       diag.Code = "C0107" // option
	CodeOptionEmpty        diag.Code = "C0108" // option
	CodeOptionCount        diag.Code = "C0109" // option, wanted, given
	CodeOptionNumber       diag.Code = "C0110" // option
	CodeOptionWord         diag.Code = "C0111" // option
	CodeOptionName         diag.Code = "C0112" // option
	CodeNoCondition        diag.Code = "C0113" // command
	CodeOptionWhole        diag.Code = "C0114" // option
	CodeRepeatedVariable   diag.Code = "C0116" // variable
	CodeOptionFewVariables diag.Code = "C0117" // option, wanted
	CodeOptionRange        diag.Code = "C0118" // option, lowest, highest
	CodeNotANumber         diag.Code = "C0119" // text

	// Names and datasets.
	CodeNoActiveDataset     diag.Code = "C0201" // command
	CodeUnknownDataset      diag.Code = "C0202" // dataset
	CodeDatasetExists       diag.Code = "C0203" // dataset
	CodeUnknownVariable     diag.Code = "C0204" // variable, dataset
	CodeVariableElsewhere   diag.Code = "C0205" // variable, dataset, other dataset
	CodeDayNamedVariable    diag.Code = "C0206" // variable, column
	CodeVariableExists      diag.Code = "C0207" // variable, dataset
	CodeIllegalName         diag.Code = "C0208" // name
	CodeKeyName             diag.Code = "C0209" // name
	CodeCompoundName        diag.Code = "C0210" // name
	CodeNoUnits             diag.Code = "C0211" // dataset
	CodeNeedsPanel          diag.Code = "C0212" // command, dataset
	CodeNeedsCrossSection   diag.Code = "C0213" // command, dataset
	CodeNeedsOnlyUnits      diag.Code = "C0214" // command, dataset
	CodeKeyStays            diag.Code = "C0215" // name
	CodeTimeStays           diag.Code = "C0216"
	CodeIdentifierStays     diag.Code = "C0217" // name
	CodeUnknownCodeList     diag.Code = "C0218" // list
	CodeCodeListExists      diag.Code = "C0219" // list
	CodeUnknownAlias        diag.Code = "C0220" // alias
	CodeUnknownBank         diag.Code = "C0221" // bank
	CodeUnknownVersion      diag.Code = "C0222" // version, bank
	CodeUnknownRegister     diag.Code = "C0223" // variable, bank
	CodeNoNumericVariables  diag.Code = "C0224" // dataset
	CodeScriptName          diag.Code = "C0225" // name
	CodeNotImported         diag.Code = "C0226" // variable, dataset, register variable, line
	CodeNoteOtherDefinition diag.Code = "C0291" // note: first here
	CodeNoteBridge          diag.Code = "C0292" // note: variable, unit
	CodeFixName             diag.Code = "C0293" // fix: name
	CodeFixQuote            diag.Code = "C0294" // fix: literal

	// Expressions.
	CodeKeyMisuse         diag.Code = "C0301" // variable
	CodeTextArithmetic    diag.Code = "C0302" // operator, operand
	CodeMixedFamilies     diag.Code = "C0303" // numeric operand, alphanumeric operand
	CodeOrderedText       diag.Code = "C0304" // operator, operand
	CodeTextCondition     diag.Code = "C0305" // operand
	CodeMissingComparison diag.Code = "C0306" // operator, other side
	CodeMissingOperand    diag.Code = "C0307" // operator
	CodeUnknownFunction   diag.Code = "C0309" // function
	CodeFunctionCount     diag.Code = "C0310" // function, given, signature
	CodeDateLiteral       diag.Code = "C0312" // literal, call
	CodeNotExpression     diag.Code = "C0313" // text
	CodeReplaceNumeric    diag.Code = "C0314" // variable, numeric, given text
	CodeReplaceText       diag.Code = "C0318" // variable, alphanumeric, given a number
	CodeNotNumeric        diag.Code = "C0315" // variable
	CodeNotText           diag.Code = "C0316" // variable
	CodeOpenSpell         diag.Code = "C0317" // warning: variable

	// Registers and time.
	CodeUnitClash       diag.Code = "C0401" // variable, its unit, dataset, its unit
	CodeMissingDate     diag.Code = "C0402" // variable, first, last
	CodeFixedDate       diag.Code = "C0403" // warning: variable
	CodeInvalidDate     diag.Code = "C0404" // text
	CodeOutsideWindow   diag.Code = "C0405" // variable, date, first, last
	CodeOffGrid         diag.Code = "C0406" // variable, date, nearest
	CodeImportEventData diag.Code = "C0407" // dataset
	CodeImportPanelData diag.Code = "C0408" // variable, dataset
	CodeReversedPeriod  diag.Code = "C0409" // from, to
	CodePeriodMisses    diag.Code = "C0410" // variable, first, last
	CodePeriodSticksOut diag.Code = "C0411" // warning: variable, first, last
	CodeNotEventful     diag.Code = "C0412" // variable
	CodeUnitClashBelow  diag.Code = "C0413" // variable, its unit, dataset, its unit, reference

	// Panels.
	CodeRepeatedDate diag.Code = "C0421" // date
	CodePanelOuter   diag.Code = "C0422" // variable, dataset
	CodeNoColumns    diag.Code = "C0423" // prefix, dataset, columns
	CodeSameTime     diag.Code = "C0424" // suffix, suffix
	CodePanelTypes   diag.Code = "C0425" // column, column
	CodeSameColumn   diag.Code = "C0426" // column, variable, variable

	// Imports of a part of a variable.
	CodeUnknownCode   diag.Code = "C0431" // code, variable
	CodeNoCodeList    diag.Code = "C0432" // variable
	CodeRepeatedCode  diag.Code = "C0433" // code
	CodeRestrictUnits diag.Code = "C0434" // dataset, its unit, variable, its unit

	// Groups and merges.
	CodeUnknownStatistic diag.Code = "C0501" // statistic
	CodeResultTwice      diag.Code = "C0502" // name
	CodeResultIsBy       diag.Code = "C0503" // name
	CodeResultUnnamed    diag.Code = "C0504" // variable
	CodeNumericStatistic diag.Code = "C0505" // statistic, variable
	CodeMaxOpenSpell     diag.Code = "C0506" // warning: variable
	CodeMergeUnits       diag.Code = "C0511" // source, its unit, target, its unit
	CodeMergeDomain      diag.Code = "C0512" // variable, source, its key
	CodeMergeSelf        diag.Code = "C0513" // dataset
	CodeMergeKey         diag.Code = "C0514" // variable
	CodeMergeSource      diag.Code = "C0515" // source
	CodeMergeOnSeveral   diag.Code = "C0516"
	CodeMergeOnUnknown   diag.Code = "C0517" // variable, target
	CodeMergeEmpty       diag.Code = "C0518" // dataset

	// Labels.
	CodeLabelTypes diag.Code = "C0601" // warning: list, variable
)
