//! The demo customers and their orders: the same every time but for the dates, which are relative to now.

use jiff::Timestamp;

use super::{
    calendar::{Calendar, zone},
    goods::{self, Yuan},
    order::{Invoice, Item, Order, Refund, RefundStatus, Scan, Service, ServiceKind, ServiceStatus, Status},
    shop::Customer,
};

pub fn customers() -> Vec<Customer> {
    let customer =
        |id, name, level, phone, address, about| Customer { id, name, level, phone, address, about };
    vec![
        customer(
            "xiaoming",
            "王小明",
            "normal",
            "138****6021",
            "浙江省杭州市余杭区文一西路998号3幢1201",
            ["两个包裹在路上，还有一本书等着换", "Two parcels on their way, and a book to exchange"],
        ),
        customer(
            "xiaohong",
            "李小红",
            "normal",
            "159****3387",
            "江苏省南京市鼓楼区中山北路51号602室",
            ["纸尿裤显示昨天已签收，她没收到", "Her parcel was signed for yesterday, but not by her"],
        ),
        customer(
            "laowang",
            "王建国",
            "normal",
            "136****0719",
            "四川省成都市武侯区科华北路62号8栋",
            ["吸尘器卡在半路，三天没动静", "His vacuum cleaner has not moved for three days"],
        ),
        customer(
            "afang",
            "陈芳",
            "normal",
            "186****5540",
            "广东省广州市天河区体育东路118号1906",
            [
                "刚买的手机就降价了，还有一单没发货",
                "Her new phone got cheaper; another order waits to be sent",
            ],
        ),
        customer(
            "daliu",
            "刘大伟",
            "vip",
            "139****8888",
            "上海市浦东新区张杨路500号22楼",
            ["会员，在等空调的退款，台灯今天派送", "A VIP: awaits a refund, and a lamp today"],
        ),
        customer(
            "xinke",
            "周新",
            "normal",
            "177****2096",
            "湖北省武汉市洪山区珞喻路1037号",
            ["第一次来，还没下过单", "New here, and has not ordered yet"],
        ),
    ]
}

pub fn orders(now: Timestamp) -> Vec<Order> {
    let calendar = Calendar::new(now);
    [xiaoming(&calendar), xiaohong(&calendar), laowang(&calendar), afang(&calendar), daliu(&calendar)]
        .concat()
}

/// Two parcels under way with different carriers, and older orders.
fn xiaoming(calendar: &Calendar) -> Vec<Order> {
    let earbuds = Draft::new("xiaoming", calendar.hours_ago(52), "4071220318")
        .item("earbuds-air", 1, 29_900, None)
        .sent("顺丰", "SF1680042917355", calendar.hours_ahead(20))
        .scan(calendar.hours_ago(44), "深圳", "顺丰已收取快件")
        .scan(
            calendar.hours_ago(31),
            "深圳",
            "快件在【深圳宝安集散中心】完成分拣，准备发往【杭州萧山集散中心】",
        )
        .scan(calendar.hours_ago(5), "杭州", "快件到达【杭州萧山集散中心】")
        .status(Status::InTransit);
    let clothes = Draft::new("xiaoming", calendar.hours_ago(30), "8815063742")
        .item("sneaker-run", 1, 23_900, None)
        .item("tshirt-cotton", 2, 4900, Some("两件98元"))
        .sent("中通", "ZTO780915224063", calendar.hours_ahead(44))
        .scan(calendar.hours_ago(11), "泉州", "【泉州晋江公司】已揽收")
        .status(Status::Shipped);
    let book = Draft::new("xiaoming", calendar.day(24, 21, 8), "2230915561")
        .item("book-rust", 1, 7900, None)
        .sent("圆通", "YT2894016637205", calendar.day(21, 18, 0))
        .scan(calendar.day(23, 10, 40), "北京", "【北京通州公司】已收件")
        .delivered(calendar.day(21, 12, 15), "杭州", "您的快件已签收，签收人：丰巢柜")
        .status(Status::Completed)
        .service(
            "AS2218852",
            ServiceKind::Exchange,
            ServiceStatus::WaitingParcel,
            calendar.day(16, 10, 40),
            Some("缺页，请把书寄回换新"),
        )
        .invoice("个人", calendar.day(20, 9, 30), Some(calendar.day(19, 14, 5)));
    let rice_cooker = Draft::new("xiaoming", calendar.day(41, 13, 52), "6650188427")
        .item("ricecooker-4l", 1, 25_900, None)
        .status(Status::Cancelled)
        .refund(RefundStatus::PaidOut, calendar.day(39, 16, 20), None);
    let kettle = Draft::new("xiaoming", calendar.day(63, 19, 30), "5127704196")
        .item("kettle-17", 1, 9900, None)
        .sent("韵达", "YD4312087765520", calendar.day(60, 18, 0))
        .scan(calendar.day(62, 15, 10), "佛山", "【佛山顺德公司】已揽收")
        .delivered(calendar.day(60, 11, 2), "杭州", "已签收，签收人：本人")
        .status(Status::Refunded)
        .service("AS2209164", ServiceKind::Return, ServiceStatus::Finished, calendar.day(52, 10, 0), None)
        .refund(RefundStatus::PaidOut, calendar.day(50, 15, 45), None);
    vec![earbuds.done(), clothes.done(), book.done(), rice_cooker.done(), kettle.done()]
}

/// One parcel marked as delivered yesterday that she does not have.
fn xiaohong(calendar: &Calendar) -> Vec<Order> {
    let diapers = Draft::new("xiaohong", calendar.day(4, 20, 16), "3304871925")
        .item("diaper-l", 2, 7900, Some("满150减20"))
        .sent("圆通", "YT8830157742916", calendar.day(1, 20, 0))
        .scan(calendar.day(3, 14, 20), "金华", "【金华义乌公司】已收件")
        .scan(calendar.day(2, 3, 40), "南京", "快件已到达【南京转运中心】")
        .scan(calendar.day(1, 8, 35), "南京", "【南京鼓楼公司】派件中，快递员：孙师傅")
        .delivered(calendar.day(1, 15, 20), "南京", "您的快件已签收，签收人：门卫代收")
        .status(Status::Delivered);
    vec![diapers.done()]
}

/// One parcel without news for three days.
fn laowang(calendar: &Calendar) -> Vec<Order> {
    let vacuum = Draft::new("laowang", calendar.hours_ago(137), "9046612583")
        .item("vacuum-v8", 1, 89_900, None)
        .sent("极兔", "JT5128843067190", calendar.hours_ago(26))
        .scan(calendar.hours_ago(120), "苏州", "【苏州吴中网点】已揽收")
        .scan(calendar.hours_ago(101), "武汉", "快件到达【武汉转运中心】")
        .scan(calendar.hours_ago(75), "武汉", "快件离开【武汉转运中心】，发往【成都转运中心】")
        .status(Status::InTransit);
    vec![vacuum.done()]
}

/// Milk bought on promotion last month, a phone bought this week, one order not yet sent.
fn afang(calendar: &Calendar) -> Vec<Order> {
    let milk = Draft::new("afang", calendar.last_month(10, 26), "7719350846")
        .item("milk-pure-12", 2, 4790, Some("限时八折"))
        .sent("京东快递", "JDVA20918374465", calendar.last_month(22, 0))
        .scan(calendar.last_month(13, 5), "广州", "快件由【广州黄埔分拣中心】揽收")
        .delivered(calendar.last_month(20, 41), "广州", "您的快件已由本人签收")
        .status(Status::Completed);
    let bought = calendar.this_week();
    let phone = Draft::new("afang", bought, "1583047762")
        .item("phone-x1", 1, 249_900, None)
        .sent("京东快递", "JDVA30275519842", calendar.between(bought, 0.8))
        .scan(calendar.between(bought, 0.25), "东莞", "快件由【东莞麻涌分拣中心】发出")
        .scan(calendar.between(bought, 0.6), "广州", "【广州天河营业部】配送员黄师傅正在派送")
        .delivered(calendar.between(bought, 0.7), "广州", "您的快件已由本人签收")
        .status(Status::Delivered)
        .invoice("个人", calendar.between(bought, 0.75), None);
    let toner = Draft::new("afang", calendar.minutes_ago(200).max(bought), "4462091375")
        .item("toner-rose", 1, 8900, None)
        .expected(calendar.hours_ahead(66))
        .status(Status::Paid);
    vec![toner.done(), phone.done(), milk.done()]
}

/// VIP with a refund on its way.
fn daliu(calendar: &Calendar) -> Vec<Order> {
    let toner = Draft::new("daliu", calendar.minutes_ago(25), "5093376218")
        .item("toner-rose", 2, 8900, None)
        .status(Status::PendingPayment);
    let lamp = Draft::new("daliu", calendar.hours_ago(40), "2748160953")
        .item("desklamp-eye", 1, 18_900, Some("会员价"))
        .sent("顺丰", "SF1593380742068", calendar.hours_ahead(6))
        .scan(calendar.hours_ago(30), "中山", "顺丰已收取快件")
        .scan(calendar.hours_ago(9), "上海", "快件到达【上海浦东集散中心】")
        .scan(calendar.hours_ago(2), "上海", "快件正在派送途中，收派员：陈师傅，请保持电话畅通")
        .status(Status::OutForDelivery);
    let aircon = Draft::new("daliu", calendar.day(12, 9, 45), "8361507294")
        .item("aircon-15", 1, 209_900, Some("会员价"))
        .sent("京东快递", "JDVC77410926358", calendar.day(9, 18, 0))
        .scan(calendar.day(11, 16, 30), "合肥", "快件由【合肥大件仓】发出")
        .delivered(calendar.day(9, 10, 12), "上海", "大件商品已送达，签收人：刘先生")
        .status(Status::Refunding)
        .service(
            "AS2211037",
            ServiceKind::Return,
            ServiceStatus::Finished,
            calendar.day(2, 11, 30),
            Some("质检通过"),
        )
        .refund(RefundStatus::Processing, calendar.day(1, 10, 5), Some(calendar.hours_ahead(48)));
    let cat_food = Draft::new("daliu", calendar.day(38, 22, 3), "6027749138")
        .item("catfood-5", 2, 12_255, Some("会员价"))
        .sent("中通", "ZTO780633915872", calendar.day(35, 18, 0))
        .scan(calendar.day(37, 17, 50), "济南", "【济南历城公司】已揽收")
        .delivered(calendar.day(35, 13, 27), "上海", "已签收，签收人：菜鸟驿站")
        .status(Status::Completed);
    vec![toner.done(), lamp.done(), aircon.done(), cat_food.done()]
}

/// An order in the making.
struct Draft(Order);

impl Draft {
    fn new(customer: &str, created_at: Timestamp, number: &str) -> Self {
        let known = customers().into_iter().find(|known| known.id == customer);
        let (address, phone) = known.map_or_else(Default::default, |known| (known.address, known.phone));
        Self(Order {
            order_no: format!("{}{number}", created_at.to_zoned(zone()).strftime("%y%m%d")),
            customer: customer.to_owned(),
            status: Status::PendingPayment,
            created_at,
            paid_at: None,
            shipped_at: None,
            delivered_at: None,
            amount: Yuan::default(),
            pay_method: if customer == "daliu" { "支付宝" } else { "微信支付" }.to_owned(),
            address: address.to_owned(),
            phone: phone.to_owned(),
            items: Vec::new(),
            carrier: None,
            tracking_no: None,
            expected_at: None,
            note: None,
            events: Vec::new(),
            reminders: 0,
            service: None,
            refund: None,
            invoice: None,
        })
    }

    fn item(mut self, id: &str, quantity: u32, price: i64, promotion: Option<&'static str>) -> Self {
        if let Some(product) = goods::by_id(id) {
            self.0.amount.0 += price * i64::from(quantity);
            self.0.items.push(Item {
                product: product.name,
                product_id: product.id,
                category: product.category,
                quantity,
                price: Yuan(price),
                promotion,
            });
        }
        self
    }

    fn sent(mut self, carrier: &str, tracking_no: &str, expected_at: Timestamp) -> Self {
        self.0.carrier = Some(carrier.to_owned());
        self.0.tracking_no = Some(tracking_no.to_owned());
        self.expected(expected_at)
    }

    fn expected(mut self, at: Timestamp) -> Self {
        self.0.expected_at = Some(at);
        self
    }

    fn scan(mut self, at: Timestamp, city: &str, text: &str) -> Self {
        self.0.shipped_at.get_or_insert(at);
        self.0.events.push(Scan { at, text: text.to_owned(), city: city.to_owned() });
        self
    }

    fn delivered(mut self, at: Timestamp, city: &str, text: &str) -> Self {
        self.0.delivered_at = Some(at);
        self.scan(at, city, text)
    }

    fn status(mut self, status: Status) -> Self {
        self.0.status = status;
        if status != Status::PendingPayment {
            self.0.paid_at = Timestamp::from_second(self.0.created_at.as_second() + 40).ok();
        }
        self
    }

    fn service(
        mut self,
        number: &str,
        kind: ServiceKind,
        status: ServiceStatus,
        updated_at: Timestamp,
        note: Option<&str>,
    ) -> Self {
        let note = note.map(str::to_owned);
        self.0.service = Some(Service { service_no: number.to_owned(), kind, status, updated_at, note });
        self
    }

    fn refund(mut self, status: RefundStatus, updated_at: Timestamp, expected_at: Option<Timestamp>) -> Self {
        self.0.refund = Some(Refund { status, amount: self.0.amount, expected_at, updated_at });
        self
    }

    fn invoice(mut self, title: &str, requested_at: Timestamp, issued_at: Option<Timestamp>) -> Self {
        self.0.invoice = Some(Invoice { title: title.to_owned(), requested_at, issued_at });
        self
    }

    fn done(self) -> Order {
        self.0
    }
}
