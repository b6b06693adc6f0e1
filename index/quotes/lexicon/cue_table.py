"""Verbs of saying, one a line: what they mean, how they are written, what they govern.

Columns, in this order:

- the perfect (he) and the imperfect (he), without vowels;
- the active participle without its ending, ``-`` where it brings in no saying
  (``مشير`` gives مشيرا، مشيرة، مشيرين);
- the kind: ``say``, ``add`` (goes on with what was said before), ``confirm``, ``deny``,
  ``ask``, ``claim``, ``think``, ``judge`` (a word for somebody or something: condemn,
  praise, accuse), ``write``, ``tell`` (by a paper, a report, a survey);
- the strength: ``strong`` where any words in marks that it governs are somebody's words,
  ``weak`` where the verb has another everyday sense (وضع, رفض, نقل) so that a clause with
  أن, a colon or whole clauses in marks must prove the saying.

A verb that means more than saying is ``weak``: ``أضاف هدفا`` adds no words.
"""

from __future__ import annotations

from typing import Final

CUE_TABLE: Final = """
قال يقول قائل say strong
صرح يصرح مصرح say strong
أعلن يعلن معلن say strong
ذكر يذكر ذاكر say strong
أفاد يفيد مفيد say strong
أوضح يوضح موضح say strong
بين يبين مبين say weak
شرح يشرح شارح say weak
فسر يفسر مفسر say weak
أشار يشير مشير say strong
لفت يلفت لافت say strong
ألمح يلمح ملمح say strong
لمح يلمح ملمح say weak
نوه ينوه منوه say strong
نبه ينبه منبه say strong
أخبر يخبر مخبر say strong
أبلغ يبلغ مبلغ say weak
أطلع يطلع - say weak
حكى يحكي - say weak
روى يروي راوي say weak
سرد يسرد - say weak
تحدث يتحدث متحدث say strong
تكلم يتكلم متكلم say weak
علق يعلق معلق say weak
عقب يعقب معقب say weak
رد يرد راد say weak
أجاب يجيب مجيب say strong
أدلى يدلي - say weak
هتف يهتف هاتف say strong
عاهد يعاهد معاهد ask weak
تباهى يتباهى متباهي say weak
تفاخر يتفاخر متفاخر say weak
تعجب يتعجب متعجب judge weak
ألح يلح ملح ask weak
صرخ يصرخ صارخ say strong
صاح يصيح صائح say strong
ردد يردد مردد say strong
همس يهمس هامس say strong
خاطب يخاطب مخاطب say weak
كشف يكشف كاشف say weak
أسر يسر - say weak
باح يبوح - say weak
عبر يعبر معبر say strong
أعرب يعرب معرب say strong
أبدى يبدي مبدي say weak
أكمل يكمل مكمل add weak
أضاف يضيف مضيف add strong
تابع يتابع متابع add strong
أردف يردف مردف add strong
استطرد يستطرد مستطرد add strong
واصل يواصل مواصل add weak
استدرك يستدرك مستدرك add strong
زاد يزيد زائد add weak
مضى يمضي - add weak
ختم يختم خاتم add weak
اختتم يختتم مختتم add weak
خلص يخلص خالص add weak
استهل يستهل مستهل add weak
كرر يكرر مكرر add strong
جدد يجدد مجدد add weak
أعاد يعيد معيد add weak
ذكّر يذكّر مذكر say weak
أكد يؤكد مؤكد confirm strong
شدد يشدد مشدد confirm strong
أصر يصر مصر confirm weak
جزم يجزم جازم confirm strong
أقر يقر مقر confirm weak
اعترف يعترف معترف confirm strong
أثبت يثبت مثبت confirm weak
أيد يؤيد مؤيد judge weak
وافق يوافق - judge weak
ضمن يضمن - confirm weak
طمأن يطمئن مطمئن confirm strong
أقسم يقسم مقسم confirm weak
نفى ينفي نافي deny strong
أنكر ينكر منكر deny strong
كذب يكذب مكذب deny strong
استبعد يستبعد مستبعد deny strong
شكك يشكك مشكك deny strong
فند يفند مفند deny strong
رفض يرفض رافض deny weak
اعترض يعترض معترض deny weak
احتج يحتج محتج deny weak
سأل يسأل - ask weak
تساءل يتساءل متسائل ask strong
استفسر يستفسر - ask weak
طلب يطلب - ask weak
طالب يطالب مطالب ask strong
دعا يدعو داعي ask strong
ناشد يناشد مناشد ask strong
حث يحث حاث ask strong
نصح ينصح ناصح ask strong
أوصى يوصي موصي ask weak
أمر يأمر - ask weak
اقترح يقترح مقترح ask strong
حذر يحذر محذر ask strong
هدد يهدد مهدد ask strong
توعد يتوعد متوعد ask strong
وعد يعد واعد ask strong
تعهد يتعهد متعهد ask strong
زعم يزعم زاعم claim strong
ادعى يدعي مدعي claim strong
رجح يرجح مرجح think strong
توقع يتوقع متوقع think strong
اعتبر يعتبر معتبر think strong
رأى يرى - think weak
اعتقد يعتقد معتقد think strong
ظن يظن ظان think weak
قدر يقدر مقدر think weak
تمنى يتمنى متمني think strong
أمل يأمل آمل think weak
خشي يخشى - think weak
تخوف يتخوف متخوف think strong
تكهن يتكهن متكهن think strong
تنبأ يتنبأ متنبئ think strong
لاحظ يلاحظ ملاحظ think weak
اتفق يتفق متفق think weak
أجمع يجمع مجمع think weak
اشترط يشترط مشترط ask weak
استنتج يستنتج مستنتج think weak
ارتأى يرتئي مرتئي think strong
أسف يأسف آسف judge weak
أدان يدين مدين judge strong
دان يدين - judge strong
ندد يندد مندد judge strong
استنكر يستنكر مستنكر judge strong
استهجن يستهجن مستهجن judge strong
شبه يشبه مشبه judge weak
شجب يشجب شاجب judge strong
انتقد ينتقد منتقد judge strong
هاجم يهاجم مهاجم judge weak
اتهم يتهم متهم judge strong
وصف يصف واصف judge strong
سخر يسخر ساخر judge strong
أشاد يشيد مشيد judge strong
أثنى يثني مثني judge strong
امتدح يمتدح ممتدح judge strong
رحب يرحب مرحب judge strong
هنأ يهنئ مهنئ judge strong
ثمن يثمن مثمن judge weak
شكر يشكر شاكر judge weak
اعتذر يعتذر معتذر judge strong
برر يبرر مبرر judge strong
دافع يدافع مدافع judge weak
اشتكى يشتكي مشتكي judge strong
شكا يشكو شاكي judge weak
تذمر يتذمر متذمر judge strong
استغرب يستغرب مستغرب judge strong
مازح يمازح مازح say weak
لخص يلخص ملخص say weak
وجه يوجه موجه say weak
كتب يكتب كاتب write weak
غرد يغرد مغرد write strong
دون يدون مدون write weak
نشر ينشر ناشر write weak
خط يخط - write weak
أورد يورد مورد tell strong
نقل ينقل ناقل tell weak
أظهر يظهر مظهر tell weak
نص ينص - tell strong
جاء يجيء - tell weak
ورد يرد - tell weak
تضمن يتضمن متضمن tell weak
نادى ينادي منادي ask weak
قضى يقضي - tell weak
بشر يبشر مبشر say weak
توصل يتوصل - think weak
أوعز يوعز - ask weak
أنب يؤنب - judge weak
عد يعد عاد think weak
عزا يعزو عازي think strong
أرجع يرجع مرجع think weak
جادل يجادل مجادل think strong
افترض يفترض مفترض think weak
أحصى يحصي - tell weak
سجل يسجل - tell weak
أسهب يسهب - say weak
أطلق يطلق - say weak
بعث يبعث - say weak
"""

NOUNS_OF_SAYING: Final = """
قول تصريح تصريحات بيان تغريدة تدوينة منشور رسالة كلمة خطاب خطبة مقابلة حديث حوار مقال تعليق
تقرير إعلان مؤتمر مداخلة شهادة مكالمة تسجيل فيديو بث إحاطة إيجاز لقاء اتصال رد إشارة تأكيد نداء
"""
"""A saying can stand in what they name: ``وفي بيان``, ``جاء في تغريدة``."""

POSSESSED: Final = """
قول تأكيد إشارة تصريح إعلان وصف تعبير اعتقاد رأي زعم مزاعم تقدير تقديره توضيح
"""
"""With a pronoun, the saying of the one just named: ``نقل عن الوزير قوله``."""

HOMOGRAPHS: Final = """
بين طالبا طالبة طالبين
ضمن هنا وهنا عقب امل وامل دون وين ذكرا ذكرن بينا بينها بينه بينت وجها وجهه وجهها نصا نصها نصه
ردا رده ردها قدرا قدره قدرها عدا عده عدها خطا خطه خطها سجلا سجله سجلها وصفا نقلا نقله نقلها
كتبا كتبه كتبها طلبا طلبه طلبها نشرا نشره نشرها سردا شرحا شرحه شرحها ضمنا ضمنه ضمنها حكما امرا
امره امرها املا امله املها وعدا وعده وعدها دعما رايا سرا سره سرها خاتما كاتبا كاتبة مقدرا قضيا
وردا اطلقا ظنا ظنه ظنها لاعبين مهاجما مهاجمة مهاجمين متحدثين مراقبين محللين شارحا كاتبين مصرا
مصرين مصرة موجها موجهة تعد يعد تعده يعده عادا عادة عادات عادين مبلغا مبلغين زائدا زائدة زائدين
يرده ترده خطت تسر يسر اسر تقدر تسجل مدينا مدينين مذكرة مذكرات معلقات مضيفات منادات
صائحات مدافعين مدافعات معلمات مصادر ذكره امرت تبين عبرا حذره زادا زاده دونا دونه دونها تزيد
يزيد تضمن تسال حكت حاثا خالصا خالصة ظاهرا مسجلا محصيا ينشر تنشر يخط تخط يوجه تطلق يطلق تبعث
يبعث اطلق اطلقت اطلقوا بعث بعثت سجل سجلت احصى ضامنا مهددة مهددات ملحوظات ملاحظات مهددين رادين
فيده مفيدا مفيدة مفيدين مخبرين مخبرا مخاطبات معارضين مبشرات تعليقا منشرا ناشرا ناشرة ناشرين
ناشرات مصدرين مبينات واعدة واعدات منتقدات مبلغة متهمات مقترحا مقترحة مقترحات تصريحات معتقدات
معتقدا
"""
"""Everyday words that are written like a form of a verb in the table."""
