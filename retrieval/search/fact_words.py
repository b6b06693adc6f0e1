"""Words by which a date, a number, a place, a person or a cause is known, as data."""

from __future__ import annotations

from typing import Final

NUMBERS: Final = """
    واحد واحدة اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان
    ثمانية ثماني تسع تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون
    ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مائتان مائتين ثلاثمئة
    ثلاثمائة أربعمئة أربعمائة خمسمئة خمسمائة ستمئة ستمائة سبعمئة سبعمائة ثمانمئة ثمانمائة
    تسعمئة تسعمائة ألف ألفا ألفان ألفين آلاف مليون مليونا مليونان مليونين ملايين مليار مليارا
    مليارات بليون تريليون نصف ثلث ربع خمس ثلثي ثلثا عشرات مئات one two three four five six
    seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions half third quarter dozen dozens deux trois
    quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
    quarante cinquante soixante cent cents mille milliard milliards demi tiers quart
"""

MONTHS: Final = """
    يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر شباط آذار
    نيسان أيار حزيران تموز آب أيلول جانفي فيفري أفريل ماي جوان جويلية أوت غشت شتنبر نونبر دجنبر
    ماي يوليوز محرم صفر رجب شعبان رمضان شوال january february march april june july august
    september october november december janvier fevrier mars avril juin juillet aout septembre
    octobre novembre decembre
"""

TWO_WORD_MONTHS: Final = (
    "كانون الثاني",
    "كانون الأول",
    "تشرين الأول",
    "تشرين الثاني",
    "ربيع الأول",
    "ربيع الآخر",
    "ربيع الثاني",
    "جمادى الأولى",
    "جمادى الآخرة",
    "ذو القعدة",
    "ذي القعدة",
    "ذو الحجة",
    "ذي الحجة",
)

DAYS: Final = """
    الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت monday tuesday wednesday
    thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
"""

TIMES: Final = """
    اليوم أمس غدا البارحة الليلة صباح مساء فجر ظهر today yesterday tomorrow tonight aujourd
    hier demain
"""

PERIODS: Final = """
    عام سنة عامي أعوام سنوات القرن قرن يوم شهر عقد الساعة ساعة خلال منذ حتى year years century
    day month since until during siecle annee annees depuis jour mois
"""

PLACES: Final = """
    مدينة مدينتي محافظة ولاية منطقة إقليم قرية بلدة حي شارع مطار ميناء جزيرة جبل نهر بحر خليج
    مضيق عاصمة العاصمة شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط قرب city town village
    province district island mount river sea gulf strait capital north south east west near
    ville province quartier ile fleuve mer golfe capitale nord sud ouest
"""

IN: Final = """في ب إلى داخل قرب in at near to dans en au aux à"""

ROLES: Final = """
    الرئيس رئيس رئيسة وزير وزيرة الوزير الأمير أمير الملك ملك ملكة السيد السيدة الدكتور
    الدكتورة دكتور الشيخ الإمام الجنرال اللواء العميد العقيد القائد قائد المبعوث مبعوث السفير
    سفير المتحدث المتحدثة متحدث الناطق مدير مديرة المدير مدرب المدرب لاعب اللاعب كاتب الكاتب
    الكاتبة الشاعر شاعر المخرج مخرج الممثل الممثلة الفنان الفنانة العالم عالم الباحث الباحثة
    باحث الأستاذ أستاذ البروفيسور الأمين النائب نائب عضو المؤسس مؤسس القاضي المحامي الصحفي
    الصحافي president minister king queen prince princess mr mrs ms dr sir envoy ambassador
    spokesman spokeswoman director coach writer author poet actor actress general professor
    founder président ministre roi reine prince m mme porte-parole ambassadeur directeur
"""

CAUSES: Final = """
    لأن لأنه لأنها لأنهم لأننا لكون لكونه لكونها بسبب سبب أسباب نظرا نتيجة جراء بفضل كي لكي إذ
    حيث لذلك أدى أدت يؤدي تؤدي يعود تعود يرجع ترجع بغية بهدف سعيا تجنبا خوفا لمنع حتى because
    due since reason reasons caused causes owing parce cause raison grace afin car
"""

MEANS: Final = """
    عبر بواسطة طريق باستخدام باستعمال خلال بواسطه through using via by means grace moyen
"""
