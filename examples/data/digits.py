"""Makes the files of `digits/` from scikit-learn's digits: IDX files as MNIST has them, packed.

    python digits.py path/to/digits.csv.gz

Each line of the table holds 64 levels from 0 to 16 and the class. The levels are spread over 0 to 255; the first 1,437
digits are for training, the last 360 for tests.
"""
import gzip, struct, sys
from pathlib import Path

TRAIN = 1437
rows = [[int(float(cell)) for cell in line.split(",")] for line in gzip.open(sys.argv[1], "rt")]
folder = Path(__file__).parent / "digits"


def write(name, header, content):
    # Without a name and a time, the same digits always give the same bytes.
    (folder / name).write_bytes(gzip.compress(header + bytes(content), 9, mtime=0))


for part, digits in (("train", rows[:TRAIN]), ("t10k", rows[TRAIN:])):
    levels = [round(level * 255 / 16) for row in digits for level in row[:64]]
    write(f"{part}-images-idx3-ubyte.gz", struct.pack(">IIII", 0x803, len(digits), 8, 8), levels)
    write(f"{part}-labels-idx1-ubyte.gz", struct.pack(">II", 0x801, len(digits)), [row[64] for row in digits])
