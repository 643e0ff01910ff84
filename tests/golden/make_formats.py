#!/usr/bin/env python3
"""Writes formats.json: files made by numpy (and a safetensors file laid out by hand from the format's description),
in base64, with the values they hold. Run: /usr/bin/python3 tests/golden/make_formats.py
"""
import base64
import io
import json
import pathlib
import struct

import numpy as np

ARRAYS = {
    'matrix': np.array([[0.5, -1.25, 3.0], [1e-8, -0.0, 65504.0]], '<f4'),
    'scalar': np.array(7, '<i4'),
    'vector': np.array([-2147483648, 0, 2147483647], '<i4'),
    'image': np.arange(24, dtype='u1').reshape(2, 1, 3, 4),
    'empty': np.zeros((0, 5), '<f4'),
}


def saved(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def encoded(content):
    return base64.b64encode(content).decode()


def archive(save, arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return encoded(out.getvalue())


def described(array):
    return {'shape': list(array.shape), 'dtype': array.dtype.name, 'values': np.ascontiguousarray(array).ravel().tolist()}


def safetensors():
    weight = np.array([[1.5, -2.0], [0.25, 8.0]], '<f4')
    ids = np.array([3, -4], '<i4')
    mask = np.array([1, 0, 255], 'u1')
    pieces = [('ids', ids, 'I32'), ('weight', weight, 'F32'), ('mask', mask, 'U8')]
    fields, values = ['"__metadata__":{"step":"12"}'], b''
    for name, array, dtype in pieces:
        entry = {'dtype': dtype, 'shape': list(array.shape), 'data_offsets': [len(values), len(values) + array.nbytes]}
        fields.append('"%s":%s' % (name, json.dumps(entry, separators=(',', ':'))))
        values += array.tobytes()
    header = ('{%s}' % ','.join(fields)).encode()
    header += b' ' * (-len(header) % 8)
    file = struct.pack('<Q', len(header)) + header + values
    return {'file': encoded(file), 'arrays': {name: described(array) for name, array, _ in pieces}}


fortran = np.asfortranarray(np.arange(24, dtype='<f4').reshape(2, 3, 4))
golden = {
    'numpy': np.__version__,
    'arrays': {name: described(array) for name, array in ARRAYS.items()},
    'npy': {name: encoded(saved(array)) for name, array in ARRAYS.items()},
    'npyVersion2': encoded(saved(ARRAYS['matrix'], (2, 0))),
    'npyVersion3': encoded(saved(ARRAYS['matrix'], (3, 0))),
    'fortran': {'file': encoded(saved(fortran)), **described(fortran)},
    'float64': encoded(saved(np.array([1.0, 2.0]))),
    'structured': encoded(saved(np.zeros(2, dtype=[('a', '<f4')]))),
    'npz': archive(np.savez, ARRAYS),
    'npzCompressed': archive(np.savez_compressed, ARRAYS),
    'safetensors': safetensors(),
}
path = pathlib.Path(__file__).with_name('formats.json')
path.write_text(json.dumps(golden, indent=1) + '\n')
