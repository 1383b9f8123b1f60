// Package stored is the metadata of a bank as they lie in its files: spec/store.md §3.2.
//
// In: nothing. Out: types whose JSON is metadata_all__M_m_p.json and the datasets in it. Days are
// days since 1970-01-01, texts are Norwegian.
//
//	b, err := json.Marshal(stored.Structure{Name: "BOSTED", Temporality: "EVENT", LanguageCode: "no"})
package stored

type (
	// Metadata is a whole file.
	Metadata struct {
		DataStore      DataStore   `json:"dataStore"`
		Languages      []Language  `json:"languages"`
		DataStructures []Structure `json:"dataStructures"`
	}
	// DataStore says what a bank is.
	DataStore struct {
		Name         string `json:"name"`
		Label        string `json:"label"`
		Description  string `json:"description"`
		LanguageCode string `json:"languageCode"`
	}
	// Language is one the texts are in.
	Language struct {
		Code  string `json:"code"`
		Label string `json:"label"`
	}
	// Structure is a dataset: one variable of the register.
	Structure struct {
		Name                  string     `json:"name"`
		Temporality           string     `json:"temporality"`
		LanguageCode          string     `json:"languageCode"`
		SensitivityLevel      string     `json:"sensitivityLevel"`
		PopulationDescription string     `json:"populationDescription"`
		SubjectFields         []string   `json:"subjectFields"`
		TemporalCoverage      *Span      `json:"temporalCoverage,omitempty"` // nil as long as data are unknown
		TemporalStatusDates   []int      `json:"temporalStatusDates,omitempty"`
		TemporalEnd           *End       `json:"temporalEnd,omitempty"`
		MeasureVariable       Variable   `json:"measureVariable"`
		IdentifierVariables   []Variable `json:"identifierVariables"`
		AttributeVariables    []Variable `json:"attributeVariables"`
	}
	// Span is the time that data cover, both days included.
	Span struct {
		Start int `json:"start"`
		Stop  int `json:"stop"`
	}
	// End says why a series is closed.
	End struct {
		Description string   `json:"description"`
		Successors  []string `json:"successors,omitempty"`
	}
	// Variable is a column: identifier, measure, start or stop.
	Variable struct {
		Name         string        `json:"name"`
		Label        string        `json:"label"`
		Role         string        `json:"variableRole"`
		DataType     string        `json:"dataType"`
		NotPseudonym bool          `json:"notPseudonym"`
		Format       string        `json:"format,omitempty"`
		KeyType      *KeyType      `json:"keyType,omitempty"`
		Represented  []Represented `json:"representedVariables"`
	}
	// KeyType is the kind of units a column names.
	KeyType struct {
		Name        string `json:"name"`
		Label       string `json:"label"`
		Description string `json:"description"`
	}
	// Represented is what values mean in a period.
	Represented struct {
		Description string      `json:"description"`
		ValidPeriod *Period     `json:"validPeriod,omitempty"`
		ValueDomain ValueDomain `json:"valueDomain"`
	}
	// Period is open without a stop.
	Period struct {
		Start int  `json:"start"`
		Stop  *int `json:"stop,omitempty"`
	}
	// ValueDomain describes values in words, or lists them when CodeList is given.
	ValueDomain struct {
		Description   string    `json:"description,omitempty"`
		UnitOfMeasure string    `json:"unitOfMeasure,omitempty"`
		CodeList      *[]Code   `json:"codeList,omitempty"`
		MissingValues *[]string `json:"missingValues,omitempty"`
	}
	// Code is one value with its label.
	Code struct {
		Category string `json:"category"`
		Code     string `json:"code"`
	}
)
