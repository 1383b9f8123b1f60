# Records what package pseudonym is tested against: python3 values.py > values.tsv
# hmac and hashlib of Python; nothing of this project.
import base64
import hashlib
import hmac
import platform

keys = [bytes(range(32)), b"\xff" * 64, bytes(range(100, 200))]
ids = [("FNR", "00000000000001"), ("FNR", "01017012345"), ("ORGNR", "01017012345"), ("JOBBID_1", "01017012345_999999999"),
       ("KJORETOY_ID", "01017012345_AB12345"), ("FNR", "æøå"), ("HKDIR_HYU_OPPMELDING_ID", "-7"), ("BRUKSENHETSNUMMER", "x" * 300)]

print("# Python", platform.python_version())
for key in keys:
    h = hmac.new(key, b"mdscript pseudonym key", hashlib.sha256).digest()
    print("identity", key.hex(), base64.b64encode(key).decode(), h[:8].hex(), sep="\t")
    for kind, id in ids:
        h = hmac.new(key, kind.encode() + b"\0" + id.encode(), hashlib.sha256).digest()
        print("pseudonym", key.hex(), kind, id, int.from_bytes(h[:8], "big") >> 1, int.from_bytes(h[8:16], "big"), sep="\t")
