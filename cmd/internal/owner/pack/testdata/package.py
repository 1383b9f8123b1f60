"""Packs and unpacks deliveries as the public format describes them, independently of package pack.

    python3 package.py make OUT              a key pair, PYDATA.csv/.json and PYDATA.tar: the fixture
    python3 package.py unpack TAR KEYS OUT   writes the clear CSV to the file OUT

Written from the description of the format; needs the package cryptography. The fixture beside
this file was made with Python 3.11 and cryptography 48.0.0.
"""
import hashlib
import io
import os
import re
import sys
import tarfile

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OAEP = padding.OAEP(mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def make(out, name="PYDATA", chunk=100):
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    os.makedirs(os.path.join(out, "keys"))
    with open(os.path.join(out, "keys", "microdata_private_key.pem"), "wb") as f:
        f.write(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    with open(os.path.join(out, "keys", "microdata_public_key.pem"), "wb") as f:
        f.write(private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    clear = "".join(f"{i:011d};blå;2020-01-01;;\n" for i in range(40)).encode()
    meta = '{"made": "by hand"}\n'.encode()
    key = Fernet.generate_key()
    members = [(name + ".json", meta), (name + ".symkey.encr", private.public_key().encrypt(key, OAEP)),
               (name + ".md5", hashlib.md5(clear).hexdigest().encode())]
    chunks = [clear[i:i + chunk] for i in range(0, len(clear), chunk)]
    assert len(chunks) > 10
    with tarfile.open(os.path.join(out, name + ".tar"), "w") as tar:
        for member, content in members:
            add(tar, member, content)
        folder = tarfile.TarInfo("chunks")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        # in the order of text, as a folder is often listed: 1, 10, 11, 2, ...
        for i in sorted(range(len(chunks)), key=lambda i: str(i + 1)):
            add(tar, f"chunks/{i + 1}.csv.encr", Fernet(key).encrypt(chunks[i]))
    for ending, content in ((".csv", clear), (".json", meta)):
        with open(os.path.join(out, name + ending), "wb") as f:
            f.write(content)


def add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def unpack(path, keys, out):
    name = re.sub(r"\.tar$", "", os.path.basename(path))
    with open(os.path.join(keys, "microdata_private_key.pem"), "rb") as f:
        private = serialization.load_pem_private_key(f.read(), password=None)
    with tarfile.open(path) as tar:
        read = lambda member: tar.extractfile(member).read()
        key = private.decrypt(read(name + ".symkey.encr"), OAEP)
        chunks = sorted((m for m in tar.getnames() if m.endswith(".csv.encr")), key=lambda m: int(re.search(r"(\d+)\.csv", m)[1]))
        clear = b"".join(Fernet(key).decrypt(read(m)) for m in chunks)
        assert read(name + ".md5").decode().strip() == hashlib.md5(clear).hexdigest()
        assert tar.getmember("chunks").isdir()
    with open(out, "wb") as f:
        f.write(clear)


if __name__ == "__main__":
    {"make": make, "unpack": unpack}[sys.argv[1]](*sys.argv[2:])
