"""The metadata model of the public format, written from its description, in pydantic: an independent judge.

    python3 testdata/model.py EXAMPLES      (in the folder of package metadata) writes cases.jsonl

EXAMPLES is a folder with the four public example datasets. Each line of cases.jsonl is a mutated
document and the messages about it. model.jsonl beside this file is a choice of 70 of 30,000 that
were compared, made with Python 3.11 and pydantic 2.13.4; the others agreed too, but for codes that
are true, false, 1.0 or beyond 64 bits (we refuse them) and for how a list is printed.
"""
import json,random,copy,datetime,sys
from typing import Literal,Optional,Union,List,Any,Annotated
from pydantic import BaseModel,ConfigDict,Field,model_validator,StrictStr,StrictInt,ValidationError
units=[u['name'] for u in json.load(open('../unittype/data/unit-types.json'))]
UT=Literal[tuple(units)]
class ML(BaseModel):
    languageCode: Literal['no','nb','nn','en']
    value: str=Field(min_length=1)
T=List[ML]
def tx(**k): return Field(min_length=1,**k)
class TE(BaseModel):
    description: T=tx()
    successors: Optional[List[str]]=Field(None,min_length=1)
class DR(BaseModel):
    model_config=ConfigDict(extra='forbid')
    description: T=tx()
    temporalEnd: Optional[TE]=None
class ID(BaseModel):
    model_config=ConfigDict(extra='forbid')
    unitType: UT
def okdate(s):
    if not isinstance(s,str) or len(s)!=10: return False
    try: datetime.datetime.strptime(s,'%Y-%m-%d'); return True
    except ValueError: return False
class Code(BaseModel):
    model_config=ConfigDict(extra='forbid')
    code: Union[str,int]
    categoryTitle: T=tx()
    validFrom: Any
    validUntil: Any=None
    @model_validator(mode='before')
    @classmethod
    def v(cls,d):
        if not isinstance(d,dict): return d
        if d.get('code')=='' : raise ValueError('String should have at least 1 character')
        if not okdate(d.get('validFrom')): raise ValueError(f"Invalid validFrom date for {d.get('code')}. Date format: YYYY-MM-DD")
        if d.get('validUntil') is not None and not okdate(d.get('validUntil')): raise ValueError(f"Invalid validUntil date for {d.get('code')}. Date format: YYYY-MM-DD")
        return d
class Sen(BaseModel):
    model_config=ConfigDict(extra='forbid')
    code: Union[str,int]
    categoryTitle: T=tx()
    @model_validator(mode='before')
    @classmethod
    def v(cls,d):
        if isinstance(d,dict) and d.get('code')=='' : raise ValueError('String should have at least 1 character')
        return d
class VD(BaseModel):
    model_config=ConfigDict(extra='forbid')
    description: Optional[T]=Field(None,min_length=1)
    measurementType: Optional[str]=None
    measurementUnitDescription: Optional[T]=Field(None,min_length=1)
    codeList: Optional[List[Code]]=Field(None,min_length=1)
    sentinelAndMissingValues: Optional[List[Sen]]=None
    uriDefinition: Optional[List[str]]=None
    @model_validator(mode='before')
    @classmethod
    def v(cls,d):
        if not isinstance(d,dict): return d
        if d.get('codeList') is not None:
            for f in ('description','measurementType','measurementUnitDescription'):
                if d.get(f) is not None: raise ValueError(f'Can not add a {f} in a valuedomain with a codeList')
        elif d.get('description') is not None:
            if d.get('sentinelAndMissingValues') is not None: raise ValueError('Can not add sentinelAndMissingValues in valuedomain with a description')
        else: raise ValueError('A valueDomain must contain either a codeList or a description')
        return d
class ME(BaseModel):
    name: T=tx()
    description: T=tx()
    dataType: Optional[Literal['STRING','LONG','DATE','DOUBLE']]=None
    valueDomain: Optional[VD]=None
    unitType: Optional[UT]=None
    format: Optional[str]=None
    uriDefinition: Optional[List[str]]=None
    @model_validator(mode='before')
    @classmethod
    def v(cls,d):
        if not isinstance(d,dict): return d
        for f in ('dataType','valueDomain'):
            if d.get('unitType') is not None and d.get(f) is not None: raise ValueError(f'Can not set a {f} in a measure variable together with a unitType')
            if d.get('unitType') is None and d.get(f) is None: raise ValueError(f'Missing {f} in measure variable')
        return d
MT=Annotated[List[ML],Field(min_length=1)]
class MD(BaseModel):
    model_config=ConfigDict(extra='allow')
    temporalityType: Literal['FIXED','STATUS','ACCUMULATED','EVENT']
    sensitivityLevel: Literal['PERSON_GENERAL','PERSON_SPECIAL','PUBLIC','NONPUBLIC']
    populationDescription: T=tx()
    spatialCoverageDescription: Optional[T]=Field(None,min_length=1)
    subjectFields: List[MT]=Field(min_length=1)
    dataRevision: DR
    identifierVariables: List[ID]=Field(min_length=1,max_length=1)
    measureVariables: List[ME]=Field(min_length=1,max_length=1)
src=sys.argv[1]+'/'
docs=[json.load(open(f'{src}{d}/{d}.json')) for d in ['BEFOLKNING_BOSTED','BEFOLKNING_INNTEKT','BEFOLKNING_KJOENN','BEFOLKNING_SIVILSTAND']]
docs[1]['measureVariables'][0]['uriDefinition']=['x']
m=copy.deepcopy(docs[0]); m['measureVariables'][0].pop('dataType'); m['measureVariables'][0].pop('valueDomain'); m['measureVariables'][0]['unitType']='PERSON'; docs.append(m)
docs[3]['dataRevision']['temporalEnd']['successors']=['A']
vals=['',"x",0,1.5,None,[],{},True,[[]],[{}],['x'],"2020-01-01",'PERSON','STRING','no',10**20]
def paths(o,p=()):
    yield p,o
    if isinstance(o,dict):
        for k in o: yield from paths(o[k],p+(k,))
    if isinstance(o,list):
        for i in range(len(o)): yield from paths(o[i],p+(i,))
keys=['color','validUntil','unitType','dataType','description','measurementType','codeList','sentinelAndMissingValues','format','successors','attributeVariables','code','uriDefinition']
random.seed(6)
out=open('cases.jsonl','w')
for n in range(30000):
    d=copy.deepcopy(random.choice(docs))
    for _ in range(random.choice([1,1,2,3])):
        p,o=random.choice(list(paths(d)))
        act=random.random()
        try:
            if act<.3 and isinstance(o,dict): o[random.choice(keys)]=copy.deepcopy(random.choice(vals))
            elif p:
                par=d
                for k in p[:-1]: par=par[k]
                if act<.5: del par[p[-1]]
                elif act<.6 and isinstance(par,list): par.append(copy.deepcopy(o))
                else: par[p[-1]]=copy.deepcopy(random.choice(vals))
        except (KeyError,IndexError,TypeError): pass
    try: MD.model_validate(d); msgs=[]
    except ValidationError as e: msgs=['->'.join(str(x) for x in i['loc'] if not isinstance(x,int))+': '+i['msg'] for i in e.errors()]
    msgs=[x.split(' or instance of')[0] for x in msgs]
    out.write(json.dumps({'doc':d,'messages':msgs},ensure_ascii=False)+'\n')
