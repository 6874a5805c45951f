"""The words people use around a command, as they spell them. Looked up with repeated letters squeezed."""

from __future__ import annotations

from lapor.intake.sms.folding import words

# Whom one speaks to and how one says please: says nothing about the matter.
POLITE = words("""
    pak pa pk bpk bapak bapa bu ibu ibuk buk mas mbak mba mbk bang bg kak kakak min mimin admin gan bos om
    tante sis bro sdr saudara petugas operator yth terhormat kepada kpd dear ya yah iya nih dong donk deh
    loh lho tolong tlg tlong tolonglah mohon mhn moon monggo minta mnta maaf maf mf sebelumnya sblmnya
    sblm nuwun sewu bantu bantuin dibantu lapor laporgub hormat mengganggu ganggu semua team tim
""")

GREETING = words("""
    siang pagi sore malam malem mlm selamat slamat slmt slamet met selmat assalamualaikum asalamualaikum
    assalamu assalam asalam alaikum alaykum asslamualaikum aslmualaikum assalammualaikum asalammualaikum
    asw ass aslm askum wr wb wrwb warahmatullahi wabarakatuh waalaikum waalaikumsalam wa salam sejahtera
    om swastiastu swastyastu shalom namo budaya namaste hai hay hi hey hei halo helo alo p ping tes test
    testing coba cobain permisi misi spada punten kulonuwun kulo sampurasun rahayu horas tabik tabe tabea
    assalmualaikum asalamu pg sg
""")

# Announcing that a matter will come.
INTRO = words("""
    yang yg mau mo ingin pengen pgn pengin pingin kepingin hendak hndak izin ijin ijn idzin numpang boleh
    bolehkah blh bisa bs bisakah apakah apa apkh bener benar betul ini itu nomor nomer nmr no utk untuk
    buat lpor melapor nglapor laporan melaporkan laporkan lapor ngadu ngadukan mengadu mengadukan
    pengaduan aduan bertanya tanya tny nanya nanyak tanyakan menanyakan informasi info saya sy sya aku gw
    gua gue kami kita q ku ada aja saja sebentar dulu dlu lagi gimana bagaimana gmn gmana bgmn cara
    caranya via lewat sms disini sini di dsini sesuatu keluhan kak nya dengan dgn admin layanan
""")

THANKS_CORE = words("""
    terima trima terimakasih trimakasih tarimakasih makasih makasi mksh mksih mkasih maksih tks thx thanks
    thank tq trims trimks trim suwun nuhun hatur matur ok oke okey okay okeh siap sip baik baiklah
    alhamdulillah amin mantap mantab mantul good
""")
THANKS = THANKS_CORE | words("""
    kasih kasi nuwun banyak bnyk you very much sangat atas bantuan bantuannya infonya informasinya
    perhatian perhatiannya kerjasama kerjasamanya kerja sama samanya balasannya jawaban jawabannya
    jwbannya respon responnya respons tanggapan tanggapannya sudah sdh udah bagus nice ditunggu tunggu
    kabarnya kabar dan atau untuk
""")
HELPING = words(
    "bantuan help bantu info informasi menu panduan petunjuk bantuin bntuan bantuann bantun format"
)
HELPING_BESIDE = words("cara format caranya sms lapor laporan")
YES = words("""
    ya iya y yes yup yap iyo inggih nggih betul benar bener btul bnr yoi ye gabung sama gabungkan lanjutan
    lanjutannya sambungan sambungannya lanjutkan tambahan
""")
NEW = words("""
    baru tidak bukan tdk gak nggak enggak ngga ga no nggk ndak ora beda berbeda lain bkn br
""")
BESIDE_ANSWER = words("""
    ok oke itu pak bu mas mbak kak min laporan lapor yang yg ini saja aja kejadian kejadiannya masalah
    masalahnya kasus kasusnya tempat tempatnya lokasi lokasinya
""")

# What one who waits asks, and for what; "sudah seminggu" beside it.
ASKS_WHEN = words("""
    kapan kpn berapa brp belum blm blom kok knp kenapa mengapa apa apakah bagaimana gimana gmn mana
""")
AWAITED = words("""
    dijawab jawaban jawabannya dibalas balasan balasannya ditanggapi tanggapan tanggapannya kabar kabarnya
    diproses prosesnya ditindak ditindaklanjuti respon responnya respons hasilnya kelanjutannya
    perkembangannya lama lambat
""")
SPANS = words("sehari seminggu sebulan setahun hari minggu mggu mgg bulan bln tahun thn sampai sekarang skrg")
REGRET = words("salah kirim jadi pesan sms pencet ketik abaikan")
KNOWING = words("tahu tau lupa entah kurang paham ngerti namanya alamatnya tempatnya pasti persis persisnya")
# Asking that the name be hidden, of a report sent before.
HIDE = words("""
    rahasiakan dirahasiakan sembunyikan disembunyikan samarkan disamarkan sebut sebutkan disebut disebutkan
    bocorkan dibocorkan bocor
""")
BESIDE_HIDE = words("nama identitas data nomor hp no pelapor jangan jgn d di agar supaya takut krn karena")

# Between a command and its number.
LINKS = words("""
    saja aja donk dong no nomor nomer nmr nomr id ids laporan lap laporannya lapran laporanku tiket ticket
    aduan pengaduan aduannya kode tracking nomornya nomernya noid resi saya sy kami untuk utk dengan dgn
    dg tentang ttg soal atas status sts perkembangan progres progress hasil kelanjutan tindak lanjut
    tolong tlg mohon ya pak bu bpk bapak ibu kembali lagi ulang yang yg itu ini di dari
""")
# Before a command.
BEFORE = (
    POLITE
    | GREETING
    | words("""
    mau ingin pengen pgn hendak saya sy kami ketik kirim sms izin ijin boleh bisa di untuk utk reply coba
    sudah sdh udah
""")
)
# One asks us to do it; only of that who may say SELESAI it would be wrong to make a confirmation.
ASKING = words(
    "tolong tlg mohon mhn minta mnta mau ingin pengen hendak boleh bisa saya sy kami sudah sdh udah"
)
NEGATION = words("jangan jgn belum blm blom tidak tdk tak gak ga nggak bukan bkn")

# A question about a report, when nothing but such words stand around its number.
QUESTION = (
    LINKS
    | BEFORE
    | words("""
    bagaimana gimana gmn bgmn gmana apa apakah kapan kpn sampai smp mana dimana kok knp kenapa belum blm
    blom sudah sdh udah ada kabar kabarnya jawaban jawabannya balasan tanggapan respon diproses proses
    prosesnya ditindak ditindaklanjuti lanjutnya lanjuti nya selesai kah diterima masuk cek check tanya
    mau lihat tau tahu nasib nasibnya perkembangannya statusnya hasilnya dijawab jawab dibalas
""")
)
CODE_WORDS = words("""
    kode code kodenya otp kod verifikasi konfirmasi saya ini itu adalah ya nya pak bu angka
""")

# A number before one of these counts things: it is no report's.
MONEY = words("rupiah rp rph perak ribu rb juta jt")
UNITS = words("""
    rupiah rp rph ribu rb rebu juta jt jta milyar miliar triliun perak orang org warga kk jiwa kepala
    keluarga rumah meter mtr m km kg kilo ton kwintal liter ltr lt hektar hektare ha unit buah biji butir
    lembar paket karung sak siswa murid guru pegawai pelanggan pasien penduduk pohon persen hari hr jam
    menit mnt bulan bln tahun thn th minggu mggu mgg kali x watt volt va kwh titik lubang tiang lampu
    sertifikat ekor bidang kubik dus
""")
RATING = words("""
    nilai nilainya rating ratingnya bintang skor score poin point rate angka dengan dgn dg saya beri kasih
    memberi berikan stars star ya dan
""")
PRAISE = words("puas bagus baik cepat ramah memuaskan")
NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}

# After SELESAI: who writes so has not confirmed.
DOUBT = words("""
    belum blm blom blum belom tidak tdk gak ga nggak enggak ngga gk tak bukan bkn jangan jgn masih msh kok
    kenapa knp mengapa kapan kpn apa apakah mana gimana bagaimana tapi tp tetapi namun cuma cuman hanya
    padahal malah palsu bohong percuma kecewa lagi rusak katanya ktnya kata mohon tolong minta harap
    seharusnya harusnya salah kurang keberatan bukti buktinya sebagian setengah separuh ora durung dereng
    teu acan
""")
DONE = words("""
    terima terimakasih makasih mksh sudah sdh telah puas bagus baik beres tuntas trims
""")
# After BATAL.
DOUBT_WITHDRAWAL = words("""
    jangan jgn kenapa knp mengapa kok siapa apa apakah kapan kpn dibatalkan bukan
""")
