/**
 * What is a part of no word: characters beyond ASCII that are neither letter, mark nor number (but fractions and raised
 * digits), without the pictographs that are words. Of Unicode 17; where nothing is assigned, ranges go on. A list, since
 * what is indexed must not change with the version of Unicode, and since the engine compiles it four times as fast as
 * classes like `\p{L}`.
 */
const RANGES = `
  80-a9 ab-b4 b6-b9 bb-bf d7 f7 2c2-2c5 2d2-2df 2e5-2eb 2ed 2ef-2ff 375 37e 384-385 387 3f6 482 55a-55f
  589-58f 5be 5c0 5c3 5c6 5f3-60f 61b-61f 66a-66d 6d4 6dd-6de 6e9 6fd-6fe 700-70f 7f6-7f9 7fe-7ff 830-83e
  85e 888 890-891 8e2 964-965 970 9f2-9fb 9fd a76 af0-af1 b70 b72-b77 bf0-bfa c77-c7f c84 d4f d58-d5e
  d70-d79 df4 e3f e4f e5a-e5b f01-f17 f1a-f1f f2a-f34 f36 f38 f3a-f3d f85 fbe-fc5 fc7-fda 104a-104f
  109e-109f 10fb 1360-137c 1390-1399 1400 166d-166e 1680 169b-169c 16eb-16ed 1735-1736 17d4-17d6 17d8-17db
  17f0-180a 180e 1940-1945 19da-19ff 1a1e-1a1f 1aa0-1aa6 1aa8-1aad 1b4e-1b4f 1b5a-1b6a 1b74-1b7f 1bfc-1bff
  1c3b-1c3f 1c7e-1c7f 1cc0-1cc7 1cd3 1fbd 1fbf-1fc1 1fcd-1fcf 1fdd-1fdf 1fed-1fef 1ffd-203b 203d-2048
  204a-2070 2074-207e 2080-208e 20a0-20c1 2100-2101 2103-2106 2108-2109 2114 2116-2118 211e-2123 2125 2127
  2129 212e 213a-213b 2140-2144 214a-214d 214f-215f 2189-2193 219a-21a8 21ab-2319 231c-2327 2329-2387
  2389-23ce 23d0-23e8 23f4-23f7 23fb-25a9 25ac-25b5 25b7-25bf 25c1-25fa 25ff 2606 2613 2686-268f 2706-2707
  2713 2715 2717-271c 271e-2720 2722-2727 2729-2732 2735-2743 2745-2746 2748-274b 274d 274f-2752 2756
  2758-2762 2768-2794 2798-27a0 27a2-27af 27b1-27be 27c0-2933 2936-2b04 2b08-2b1a 2b1d-2b4f 2b51-2b54
  2b56-2bff 2ce5-2cea 2cf9-2cff 2d70 2e00-2e2e 2e30-3004 3008-3020 3030 3036-3037 303d-303f 309b-309c 30a0
  30fb 3190-319f 31c0-31ef 3200-3296 3298 329a-33ff 4dc0-4dff a490-a4c6 a4fe-a4ff a60d-a60f a673 a67e
  a6f2-a716 a720-a721 a789-a78a a828-a82b a830-a839 a874-a877 a8ce-a8cf a8f8-a8fa a8fc a92e-a92f a95f
  a9c1-a9cd a9de-a9df aa5c-aa5f aa77-aa79 aade-aadf aaf0-aaf1 ab5b ab6a-ab6b abeb e000-f8fe fb29 fbb2-fbd2
  fd3e-fd4f fd90-fd91 fdc8-fdcf fdfc-fdff fe10-fe19 fe30-fe6b feff-ff0f ff1a-ff20 ff3b-ff40 ff5b-ff65
  ffe0-fffd 10100-1013f 10175-101fc 102e1-102fb 10320-10323 1039f 103d0 1056f 10857-1085f 10877-1087f
  108a7-108af 108fb-108ff 10916-1091f 1093f 109bc-109bd 109c0-109ff 10a40-10a58 10a7d-10a7f 10a9d-10a9f
  10ac8 10aeb-10af6 10b39-10b3f 10b58-10b5f 10b78-10b7f 10b99-10baf 10cfa-10cff 10d6e 10d8e-10e7e 10ead
  10ed0-10ed8 10f1d-10f26 10f51-10f59 10f86-10f89 10fc5-10fcb 11047-11065 110bb-110c1 110cd 11140-11143
  11174-11175 111c5-111c8 111cd 111db 111dd-111f4 11238-1123d 112a9 113d4-113d8 1144b-1144f 1145a-1145d
  114c6 115c1-115d7 11641-11643 11660-1166c 116b9 1173a-1173f 1183b 118ea-118f2 11944-11946 119e2
  11a3f-11a46 11a9a-11a9c 11a9e-11aa2 11b00-11b09 11be1 11c41-11c45 11c5a-11c71 11ef7-11ef8 11f43-11f4f
  11fc0-11fff 12470-12474 12ff1-12ff2 13430-1343f 16a6e-16a6f 16af5 16b37-16b3f 16b44-16b45 16b5b-16b61
  16d6d-16d6f 16e80-16e9a 16fe2 1bc9c 1bc9f-1ccef 1ccfa-1cef0 1cf50-1d164 1d16a-1d16c 1d173-1d17a
  1d183-1d184 1d18c-1d1a9 1d1ae-1d241 1d245-1d378 1d6c1 1d6db 1d6fb 1d715 1d735 1d74f 1d76f 1d789 1d7a9
  1d7c3 1d800-1d9ff 1da37-1da3a 1da6d-1da74 1da76-1da83 1da85-1da8b 1e14f 1e2ff 1e5ff 1e8c7-1e8cf
  1e95e-1ed3d 1eef0-1eef1 1f100-1f18d 1f18f-1f190 1f19b-1f1ad 1f200 1f210-1f219 1f21b-1f22e 1f230-1f231
  1f23b-1f248 1f53e-1f545 1f650-1f67f 1f700-1f7d4 1f800-1f90b 1f93b 1f946 1fb00-1fbef 1fbfa e0001-e007f
  f0000-10fffd
`;

const character = (code: string): string => String.fromCodePoint(Number.parseInt(code, 16));

/** The same as the content of a character class. */
export const SIGNS = RANGES.trim()
  .split(/\s+/)
  .map((range) => range.split('-').map(character).join('-'))
  .join('');
